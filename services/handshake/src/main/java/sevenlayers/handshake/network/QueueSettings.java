package sevenlayers.handshake.network;

/** Where packets wait that come faster than the link takes them. The one that is being sent is not counted. */
public sealed interface QueueSettings {
    /** What finds no room is dropped. */
    record DropTail(int packets, long bytes) implements QueueSettings {}

    /**
     * Drops, or marks, by chance before the queue is full (Floyd and Jacobson 1993, with the gentle slope of 2000).
     *
     * @param weight of a new sample in the average
     */
    record Red(int minimum, int maximum, double maximumProbability, double weight, int packets, boolean ecn)
            implements QueueSettings {}

    /** Drops, or marks, what has waited too long (RFC 8289). */
    record Codel(long targetNanos, long intervalNanos, int packets, boolean ecn) implements QueueSettings {}

    QueueSettings ROOM_FOR_A_THOUSAND = new DropTail(1_000, Long.MAX_VALUE);
}
