package sevenlayers.handshake.tcp;

import sevenlayers.handshake.tcp.congestion.CongestionControl;
import sevenlayers.handshake.tcp.recovery.LossDetection;
import sevenlayers.handshake.tcp.recovery.SentQueue;

/** What a connection knows, in the units of {@link TcpInfo}. */
final class InfoView {
    private static final int TIMESTAMPS = 1;
    private static final int SACK = 2;
    private static final int WINDOW_SCALING = 4;
    private static final int ECN = 8;
    private static final int ECN_SEEN = 16;

    private InfoView() {}

    static TcpInfo of(Tcb t, long now) {
        Counters c = t.counters;
        CongestionControl congestion = t.sender.congestion();
        SentQueue sent = t.sender.sent;
        int smss = t.segments.smss();
        return new TcpInfo(
                t.state.number(),
                t.sender.recovery().ordinal(),
                t.retransmission.timeouts(),
                t.persist.unanswered() + t.keepalive.unanswered(),
                t.sender.rtt.backOffs(),
                options(t),
                t.options.sendShift(),
                t.options.receiveShift(),
                micros(t.sender.rtt.timeoutNanos()),
                micros(t.settings.delayedAckNanos()),
                smss,
                Math.max(Options.DEFAULT_MSS, c.largestSegmentReceived),
                sent.size(),
                sent.sacked(),
                sent.due(),
                sent.againInFlight(),
                millis(now - c.lastDataSentNanos),
                millis(now - c.lastDataReceivedNanos),
                millis(now - c.lastAckReceivedNanos),
                t.options.mtu(),
                micros(t.sender.rtt.smoothedNanos()),
                micros(t.sender.rtt.variationNanos()),
                congestion.ssthresh() == Integer.MAX_VALUE ? Integer.MAX_VALUE : congestion.ssthresh() / smss,
                congestion.cwnd() / smss,
                t.options.ownMss(),
                LossDetection.DUPLICATE_THRESHOLD,
                t.receiveBuffer.free(),
                c.retransmissions,
                (long) t.pacing.rate(),
                c.bytesAcknowledged,
                c.bytesReceived,
                c.segmentsOut,
                c.segmentsIn,
                Math.max(0, t.output.unsent()),
                micros(t.sender.rtt.shortestNanos()),
                c.dataSegmentsIn,
                c.dataSegmentsOut,
                t.sender.rate.lastRate(),
                c.busy(now) / 1_000,
                c.windowLimited(now) / 1_000,
                c.bufferLimited(now) / 1_000,
                c.delivered,
                c.deliveredMarked,
                c.bytesSent,
                c.bytesRetransmitted,
                c.duplicatesReported,
                c.reorderingsSeen,
                c.outOfOrder,
                t.sndWnd,
                t.rcvWnd(),
                t.sender.rate.lastRateApplicationLimited());
    }

    private static int options(Tcb t) {
        return (t.options.timestamps() ? TIMESTAMPS : 0)
                | (t.options.sack() ? SACK : 0)
                | (t.options.scaled() ? WINDOW_SCALING : 0)
                | (t.ecn.inUse() ? ECN : 0)
                | (t.ecn.seen() ? ECN_SEEN : 0);
    }

    private static int micros(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, nanos / 1_000);
    }

    private static int millis(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, nanos / 1_000_000);
    }
}
