package sevenlayers.handshake.tls.record;

import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;

/** Before there are keys: what is inside is what all see. */
public final class NoProtection implements Protection {
    private final int version;
    private long sequenceNumber;

    /** @param version what the records that are sent say */
    public NoProtection(int version) {
        this.version = version;
    }

    @Override
    public TlsRecord seal(Plaintext plaintext) {
        sequenceNumber++;
        return new TlsRecord(plaintext.contentType(), version, plaintext.content());
    }

    @Override
    public Plaintext open(TlsRecord record) {
        if (record.fragment().length() > TlsRecord.MAXIMUM_PLAIN) {
            throw new TlsFailure(
                    AlertDescription.RECORD_OVERFLOW,
                    "a record of " + record.fragment().length() + " bytes that are not sealed; allowed: "
                            + TlsRecord.MAXIMUM_PLAIN,
                    "RFC 8446 §5.1");
        }
        sequenceNumber++;
        return new Plaintext(record.contentType(), record.fragment());
    }

    @Override
    public long sequenceNumber() {
        return sequenceNumber;
    }
}
