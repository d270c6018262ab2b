package sevenlayers.handshake.tcp.recovery;

/**
 * How fast the network delivers what is sent: one sample for each acknowledgment that brings news (draft-ietf-ccwg-bbr-06 §4.1; Linux's
 * {@code tcp_rate.c}). Bytes and nanoseconds; rates in bytes a second.
 */
public final class DeliveryRate {
    // A sample compares two points of the curve "delivered so far": where it was when a segment
    // left, which the segment keeps, and where it is when that segment is acknowledged.
    // Acknowledgments may come bunched, and seem faster than any link; what was sent in the same
    // flight cannot have arrived faster than it left, so the longer of both times counts.

    /** What a segment has that is not measured by: a SYN, or one that was delivered before. */
    static final long NOT_MEASURED = -1;

    // ---- C: the connection

    private long delivered;
    private long deliveredAtNanos;
    /** When the flight was begun that is being measured: when that segment was sent which was delivered last. */
    private long firstSentAtNanos;

    private long lost;
    /** {@code delivered} when the last segment will have arrived that was sent while the program had nothing to send; 0: none is under way. */
    private long appLimitedUntil;

    // ---- RS: the sample of the acknowledgment that is being dealt with

    private boolean any;
    private int newestEnd;
    private long priorDelivered;
    private long priorLost;
    private int inFlightThen;
    private boolean appLimited;
    private long sendElapsedNanos;
    private long ackElapsedNanos;
    private long rttNanos;
    private long newlyDelivered;
    private double bytesPerSecond;
    private long deliveredInSample;

    // ---- the last that says something about the network

    private long lastRate;
    private boolean lastAppLimited;

    /** Upon sending (§4.1.2.2), before it counts as in flight. */
    public void sent(SentSegment segment, long nowNanos, int inFlightBefore) {
        if (inFlightBefore == 0) {
            firstSentAtNanos = nowNanos;
            deliveredAtNanos = nowNanos;
        }
        segment.firstSentAtNanos = firstSentAtNanos;
        segment.deliveredAtNanos = deliveredAtNanos;
        segment.deliveredBefore = delivered;
        segment.lostBefore = lost;
        segment.inFlightThen = inFlightBefore + segment.length();
        segment.appLimited = appLimitedUntil != 0;
    }

    /** It was taken for lost. */
    public void lost(SentSegment segment) {
        lost += segment.length();
    }

    /** An acknowledgment begins (InitRateSample). */
    public void begin() {
        any = false;
        newlyDelivered = 0;
        bytesPerSecond = 0;
        deliveredInSample = 0;
        rttNanos = -1;
    }

    /** It is for this segment (UpdateRateSample). */
    public void delivered(SentSegment segment, long nowNanos) {
        if (segment.deliveredAtNanos == NOT_MEASURED) {
            return;
        }
        delivered += segment.length();
        newlyDelivered += segment.length();
        deliveredAtNanos = nowNanos;
        if (!any || isNewest(segment)) {
            any = true;
            newestEnd = segment.end();
            priorDelivered = segment.deliveredBefore;
            priorLost = segment.lostBefore;
            inFlightThen = segment.inFlightThen;
            appLimited = segment.appLimited;
            sendElapsedNanos = segment.sentAtNanos() - segment.firstSentAtNanos;
            ackElapsedNanos = nowNanos - segment.deliveredAtNanos;
            // Karn: of a segment that was sent twice it is not known which sending this answers.
            rttNanos = segment.retransmitted() ? -1 : nowNanos - segment.sentAtNanos();
            firstSentAtNanos = segment.sentAtNanos();
        }
        segment.deliveredAtNanos = NOT_MEASURED;
    }

    private boolean isNewest(SentSegment segment) {
        return segment.sentAtNanos() > firstSentAtNanos
                || segment.sentAtNanos() == firstSentAtNanos && segment.end() - newestEnd > 0;
    }

    /** All that it is for has been told (GenerateRateSample). */
    public void end(long shortestRttNanos) {
        if (appLimitedUntil != 0 && delivered > appLimitedUntil) {
            appLimitedUntil = 0; // the gap has left the network
        }
        if (!any) {
            return;
        }
        long interval = Math.max(sendElapsedNanos, ackElapsedNanos);
        deliveredInSample = delivered - priorDelivered;
        // Shorter than the shortest round trip: the acknowledgment was for the first sending, not for the one counted.
        if (interval <= 0 || interval < shortestRttNanos) {
            return;
        }
        bytesPerSecond = deliveredInSample * 1e9 / interval;
        if (!appLimited || bytesPerSecond >= lastRate) {
            lastRate = (long) bytesPerSecond;
            lastAppLimited = appLimited;
        }
    }

    /** The program has nothing more to send, although it might: what is in flight, and follows it, measures the program (§4.1.2.4). */
    public void applicationLimited(int inFlight) {
        appLimitedUntil = Math.max(delivered + inFlight, 1);
    }

    // ---- C

    /** Bytes that have been delivered. */
    public long delivered() {
        return delivered;
    }

    /** Bytes that were taken for lost. */
    public long lost() {
        return lost;
    }

    /** Whether what is sent now would measure the program. */
    public boolean isApplicationLimited() {
        return appLimitedUntil != 0;
    }

    /** {@code tcpi_delivery_rate}: the last sample that was not limited by the program, or is faster than that. */
    public long lastRate() {
        return lastRate;
    }

    public boolean lastRateApplicationLimited() {
        return lastAppLimited;
    }

    // ---- RS

    /** Whether the acknowledgment was for anything that was not known to have arrived. */
    public boolean hasNews() {
        return any;
    }

    /** RS.delivery_rate; 0: this acknowledgment does not say. */
    public double bytesPerSecond() {
        return bytesPerSecond;
    }

    /** RS.delivered: bytes that were delivered since the newest segment had left. */
    public long deliveredInSample() {
        return deliveredInSample;
    }

    /** RS.prior_delivered: what had been delivered when it left. */
    public long priorDelivered() {
        return priorDelivered;
    }

    /** RS.newly_acked: bytes that this acknowledgment delivered. */
    public long newlyDelivered() {
        return newlyDelivered;
    }

    /** RS.is_app_limited */
    public boolean appLimited() {
        return appLimited;
    }

    /** RS.tx_in_flight: bytes in flight when the newest segment had left, its own included. */
    public int inFlightThen() {
        return inFlightThen;
    }

    /** RS.lost: bytes that were lost since. */
    public long lostSince() {
        return lost - priorLost;
    }

    /** RS.rtt; -1: it is not known. */
    public long rttNanos() {
        return rttNanos;
    }
}
