package sevenlayers.handshake.tls.record;

import sevenlayers.handshake.tls.alert.TlsFailure;

/** One direction of a connection: seals what is sent or opens what comes, and counts. */
public sealed interface Protection permits NoProtection, Protection12, Protection13 {
    TlsRecord seal(Plaintext plaintext);

    /** @throws TlsFailure with {@code bad_record_mac} where it does not open, and {@code record_overflow} where it is too long */
    Plaintext open(TlsRecord record);

    /** The number that the next record has; records do not carry theirs. */
    long sequenceNumber();
}
