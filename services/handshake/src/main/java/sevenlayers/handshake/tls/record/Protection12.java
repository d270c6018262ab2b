package sevenlayers.handshake.tls.record;

import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.BulkCipher;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.wire.Bytes;

/** RFC 5246 §6.2.3.3: the type stays in the clear. With AES-GCM (RFC 5288 §3) a record carries the second half of its nonce. */
public final class Protection12 implements Protection {
    private final BulkCipher cipher;
    private final Aead aead;
    private final Bytes iv;
    private long sequenceNumber;

    /** @param iv the part of the nonce that the key block gives */
    public Protection12(BulkCipher cipher, Bytes key, Bytes iv) {
        this.cipher = cipher;
        this.aead = new Aead(cipher, key);
        this.iv = iv;
    }

    @Override
    public TlsRecord seal(Plaintext plaintext) {
        // RFC 5288 §3: the explicit part may be the sequence number, which never comes again under one key.
        Bytes explicit = Writer.written(out -> number(out, sequenceNumber)).slice(0, cipher.explicitNonce12());
        Bytes sealed = aead.seal(
                nonce(explicit),
                authenticated(plaintext.contentType(), plaintext.content().length()),
                plaintext.content());
        sequenceNumber++;
        return new TlsRecord(
                plaintext.contentType(),
                ProtocolVersion.TLS_1_2,
                Writer.written(out -> out.bytes(explicit).bytes(sealed)));
    }

    private static void number(Writer out, long number) {
        out.u32(number >>> 32).u32(number & 0xffff_ffffL);
    }

    private Bytes nonce(Bytes explicit) {
        return explicit.isEmpty()
                ? Aead.masked(iv, sequenceNumber)
                : Writer.written(out -> out.bytes(iv).bytes(explicit));
    }

    /** RFC 5246 §6.2.3.3: seq_num + type + version + length, of the plain text. */
    private Bytes authenticated(int contentType, int length) {
        return Writer.written(out -> {
            number(out, sequenceNumber);
            out.u8(contentType).u16(ProtocolVersion.TLS_1_2).u16(length);
        });
    }

    @Override
    public Plaintext open(TlsRecord record) {
        int explicit = cipher.explicitNonce12();
        int length = record.fragment().length() - explicit - BulkCipher.TAG;
        if (length > TlsRecord.MAXIMUM_PLAIN) {
            throw new TlsFailure(
                    AlertDescription.RECORD_OVERFLOW,
                    "a record with " + length + " bytes inside; allowed: " + TlsRecord.MAXIMUM_PLAIN,
                    "RFC 5246 §6.2.3");
        }
        if (length < 0) {
            throw bad();
        }
        Bytes content = aead.open(
                        nonce(record.fragment().slice(0, explicit)),
                        authenticated(record.contentType(), length),
                        record.fragment().from(explicit))
                .orElseThrow(this::bad);
        sequenceNumber++;
        return new Plaintext(record.contentType(), content);
    }

    private TlsFailure bad() {
        return new TlsFailure(
                AlertDescription.BAD_RECORD_MAC,
                "record " + sequenceNumber + " of this key does not open: it was changed on its way, or the keys are"
                        + " not the same",
                "RFC 5246 §7.2.2");
    }

    @Override
    public long sequenceNumber() {
        return sequenceNumber;
    }
}
