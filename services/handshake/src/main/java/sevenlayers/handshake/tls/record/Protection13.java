package sevenlayers.handshake.tls.record;

import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.BulkCipher;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.wire.Bytes;

/** RFC 8446 §5.2: every record looks like application data; its real type is the last byte inside, and zeros after it may hide its length. */
public final class Protection13 implements Protection {
    private final Aead aead;
    private final Bytes iv;
    private final int padding;
    private long sequenceNumber;

    public Protection13(BulkCipher cipher, Bytes key, Bytes iv) {
        this(cipher, key, iv, 0);
    }

    /** @param padding how many zeros each record that is sent has (RFC 8446 §5.4) */
    public Protection13(BulkCipher cipher, Bytes key, Bytes iv, int padding) {
        this.aead = new Aead(cipher, key);
        this.iv = iv;
        this.padding = padding;
    }

    @Override
    public TlsRecord seal(Plaintext plaintext) {
        int room = Math.clamp(TlsRecord.MAXIMUM_PLAIN - plaintext.content().length(), 0, padding);
        Bytes inner = Writer.written(out ->
                out.bytes(plaintext.content()).u8(plaintext.contentType()).bytes(Bytes.zeros(room)));
        int length = inner.length() + BulkCipher.TAG;
        Bytes sealed = aead.seal(Aead.masked(iv, sequenceNumber++), header(length), inner);
        return new TlsRecord(ContentType.APPLICATION_DATA, ProtocolVersion.TLS_1_2, sealed);
    }

    private static Bytes header(int length) {
        return TlsRecord.header(ContentType.APPLICATION_DATA, ProtocolVersion.TLS_1_2, length);
    }

    @Override
    public Plaintext open(TlsRecord record) {
        int length = record.fragment().length();
        // RFC 8446 §5.2: opaque_type is always application_data.
        if (record.contentType() != ContentType.APPLICATION_DATA) {
            throw new TlsFailure(
                    AlertDescription.UNEXPECTED_MESSAGE,
                    "a record that is not sealed, after the keys were agreed on",
                    "RFC 8446 §5.2");
        }
        // RFC 8446 §5.2: the length must not exceed 2^14 + 256 bytes.
        if (length > TlsRecord.MAXIMUM_PLAIN + 256) {
            throw overflow(length, TlsRecord.MAXIMUM_PLAIN + 256);
        }
        Bytes inner = aead.open(
                        Aead.masked(iv, sequenceNumber),
                        TlsRecord.header(record.contentType(), record.legacyVersion(), length),
                        record.fragment())
                .orElseThrow(() -> new TlsFailure(
                        AlertDescription.BAD_RECORD_MAC,
                        "record " + sequenceNumber + " of this key does not open: it was changed on its way, or the"
                                + " keys are not the same",
                        "RFC 8446 §5.2"));
        sequenceNumber++;
        int type = inner.length() - 1;
        while (type >= 0 && inner.at(type) == 0) {
            type--;
        }
        if (type < 0) {
            throw new TlsFailure(
                    AlertDescription.UNEXPECTED_MESSAGE, "a record of nothing but zeros has no type", "RFC 8446 §5.4");
        }
        if (type > TlsRecord.MAXIMUM_PLAIN) {
            throw overflow(type, TlsRecord.MAXIMUM_PLAIN);
        }
        return new Plaintext(inner.at(type), inner.slice(0, type));
    }

    private static TlsFailure overflow(int length, int allowed) {
        return new TlsFailure(
                AlertDescription.RECORD_OVERFLOW,
                "a record of " + length + " bytes; allowed: " + allowed,
                "RFC 8446 §5.2");
    }

    @Override
    public long sequenceNumber() {
        return sequenceNumber;
    }
}
