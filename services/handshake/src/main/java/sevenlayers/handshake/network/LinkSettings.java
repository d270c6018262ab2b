package sevenlayers.handshake.network;

/**
 * One direction of a link.
 *
 * @param bitsPerSecond how fast bits go onto it; 0: at once
 * @param delayNanos how long a bit travels
 */
public record LinkSettings(long bitsPerSecond, long delayNanos, QueueSettings queue, Impairments impairments) {
    /** How long so many bytes take to go onto the link. */
    long transmissionNanos(int bytes) {
        return bitsPerSecond == 0 ? 0 : Math.ceilDiv(8_000_000_000L * bytes, bitsPerSecond);
    }
}
