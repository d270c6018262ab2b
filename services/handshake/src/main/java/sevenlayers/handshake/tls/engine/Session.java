package sevenlayers.handshake.tls.engine;

import java.time.Instant;
import sevenlayers.handshake.tls.parameter.CipherSuite;
import sevenlayers.wire.Bytes;

/** What a client keeps to resume with TLS 1.3 (RFC 8446 §4.6.1). */
public record Session(
        CipherSuite suite,
        Bytes psk,
        Bytes ticket,
        long ageAdd,
        long lifetimeSeconds,
        long maximumEarlyData,
        Instant since) {
    /** RFC 8446 §4.2.11.1: the age in milliseconds, hidden. */
    long obfuscatedAge(Instant now) {
        return now.toEpochMilli() - since.toEpochMilli() + ageAdd & 0xffff_ffffL;
    }

    @Override
    public String toString() {
        return "a session with " + suite + ", since " + since;
    }
}
