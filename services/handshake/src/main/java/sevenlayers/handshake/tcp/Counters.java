package sevenlayers.handshake.tcp;

/** What is counted for {@link TcpInfo}. */
final class Counters {
    int segmentsOut;
    int segmentsIn;
    int dataSegmentsOut;
    int dataSegmentsIn;
    long bytesSent;
    long bytesRetransmitted;
    long bytesAcknowledged;
    long bytesReceived;
    int retransmissions;
    int delivered;
    int deliveredMarked;
    int duplicatesReported;
    int outOfOrder;
    int reorderingsSeen;
    int largestSegmentReceived;
    long lastDataSentNanos;
    long lastDataReceivedNanos;
    long lastAckReceivedNanos;

    // busy: data was in flight or waiting to be; of it, how long each limit was what held it back
    private long busySinceNanos = -1;
    private long busyNanos;
    private long windowLimitedNanos;
    private long bufferLimitedNanos;
    private long limitedSinceNanos;
    private Limit limit = Limit.NONE;

    /** What keeps a sender from sending more. */
    enum Limit {
        NONE,
        RECEIVE_WINDOW,
        SEND_BUFFER
    }

    void busy(boolean busy, Limit by, long nowNanos) {
        if (busy != busySinceNanos >= 0) {
            busyNanos += busy ? 0 : nowNanos - busySinceNanos;
            busySinceNanos = busy ? nowNanos : -1;
        }
        if (by != limit) {
            windowLimitedNanos = windowLimited(nowNanos);
            bufferLimitedNanos = bufferLimited(nowNanos);
            limit = by;
            limitedSinceNanos = nowNanos;
        }
    }

    long busy(long nowNanos) {
        return busyNanos + (busySinceNanos >= 0 ? nowNanos - busySinceNanos : 0);
    }

    long windowLimited(long nowNanos) {
        return windowLimitedNanos + (limit == Limit.RECEIVE_WINDOW ? nowNanos - limitedSinceNanos : 0);
    }

    long bufferLimited(long nowNanos) {
        return bufferLimitedNanos + (limit == Limit.SEND_BUFFER ? nowNanos - limitedSinceNanos : 0);
    }
}
