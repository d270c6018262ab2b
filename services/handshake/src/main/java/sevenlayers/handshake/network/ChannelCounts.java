package sevenlayers.handshake.network;

/**
 * What one direction of a link has carried and lost.
 *
 * @param busyNanos how long bits were going onto it
 * @param waitedPacketNanos the length of the queue, in packets, summed over time
 */
public record ChannelCounts(
        long packets,
        long bytes,
        long busyNanos,
        long queueDrops,
        long linkLosses,
        double waitedPacketNanos,
        int longestQueue,
        long marked) {}
