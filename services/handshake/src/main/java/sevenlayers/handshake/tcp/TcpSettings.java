package sevenlayers.handshake.tcp;

/**
 * How a host's TCP behaves, in the units of the engine: nanoseconds and bytes. {@link #rfc()} and {@link #linux()} are where a
 * {@link Builder} starts from.
 *
 * @param maximumSegmentSize the largest segment that it takes; {@link #FROM_MTU}: the MTU less 40
 * @param windowScale 0 to 14, {@link #NOT_OFFERED}, or {@link #FROM_BUFFER}: as many bits as the receive buffer needs
 * @param congestionControl by name: {@code tahoe}, {@code reno}, {@code newreno}, {@code cubic}, {@code bbr}, {@code none}
 * @param lossRecovery by name: {@code go_back_n}, {@code reno}, {@code newreno}, {@code sack}, {@code rack}
 * @param initialWindowSegments the congestion window at the start; {@link #FROM_MTU}: as RFC 6928 §2 computes it
 * @param mostSegmentsInFlight whatever the windows say; 1 is stop-and-wait
 * @param delayedAckNanos 0: an acknowledgment never waits
 * @param userTimeoutNanos 0: as {@code retries} says
 * @param keepalive whether an idle connection is probed
 * @param finWait2TimeoutNanos 0: for ever
 */
public record TcpSettings(
        int maximumSegmentSize,
        int windowScale,
        boolean timestamps,
        boolean sack,
        boolean ecn,
        String congestionControl,
        String lossRecovery,
        int initialWindowSegments,
        int mostSegmentsInFlight,
        long minimumRtoNanos,
        long initialRtoNanos,
        long delayedAckNanos,
        boolean nagle,
        int sendBufferBytes,
        int receiveBufferBytes,
        long maximumSegmentLifetimeNanos,
        int synRetries,
        int synAckRetries,
        int retries,
        long userTimeoutNanos,
        boolean keepalive,
        long keepaliveIdleNanos,
        long keepaliveIntervalNanos,
        int keepaliveProbes,
        long finWait2TimeoutNanos,
        int challengeAcksPerSecond) {
    public static final int FROM_MTU = 0;
    public static final int NOT_OFFERED = -1;
    public static final int FROM_BUFFER = -2;

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;

    /** The defaults of the RFCs. */
    public static TcpSettings rfc() {
        return new TcpSettings(
                FROM_MTU,
                FROM_BUFFER,
                true,
                true,
                false,
                "newreno",
                "sack",
                FROM_MTU,
                1_000_000,
                SECOND, // RFC 6298 §2.4
                SECOND, // RFC 6298 §2.1
                200 * MILLISECOND, // below the 500 ms of RFC 9293 §3.8.6.3
                true,
                65_536,
                65_535,
                120 * SECOND, // RFC 9293 §3.4.2: two minutes
                6, // RFC 9293 §3.8.3: R2 of a SYN is at least three minutes
                6,
                15,
                0,
                false,
                7_200 * SECOND, // RFC 9293 §3.8.4: two hours
                75 * SECOND,
                9,
                0,
                10); // RFC 5961 §7
    }

    /** What most servers run. */
    public static TcpSettings linux() {
        return rfc().with()
                .windowScale(7)
                .congestionControl("cubic")
                .lossRecovery("rack")
                .initialWindowSegments(10)
                .minimumRtoNanos(200 * MILLISECOND)
                .delayedAckNanos(40 * MILLISECOND)
                .sendBufferBytes(2_097_152)
                .receiveBufferBytes(65_536)
                .maximumSegmentLifetimeNanos(30 * SECOND)
                .synAckRetries(5)
                .finWait2TimeoutNanos(60 * SECOND)
                .challengeAcksPerSecond(1_000)
                .build();
    }

    /** The same, to be changed. */
    public Builder with() {
        return new Builder(this);
    }

    /** Settings that are about to be. */
    public static final class Builder {
        private TcpSettings s;

        private Builder(TcpSettings from) {
            s = from;
        }

        public TcpSettings build() {
            return s;
        }

        public Builder maximumSegmentSize(int maximumSegmentSize) {
            s = new TcpSettings(
                    maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder windowScale(int windowScale) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder timestamps(boolean timestamps) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder sack(boolean sack) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder ecn(boolean ecn) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder congestionControl(String congestionControl) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder lossRecovery(String lossRecovery) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder initialWindowSegments(int initialWindowSegments) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder mostSegmentsInFlight(int mostSegmentsInFlight) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder minimumRtoNanos(long minimumRtoNanos) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder initialRtoNanos(long initialRtoNanos) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder delayedAckNanos(long delayedAckNanos) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder nagle(boolean nagle) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder sendBufferBytes(int sendBufferBytes) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder receiveBufferBytes(int receiveBufferBytes) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder maximumSegmentLifetimeNanos(long maximumSegmentLifetimeNanos) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder synRetries(int synRetries) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder synAckRetries(int synAckRetries) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder retries(int retries) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder userTimeoutNanos(long userTimeoutNanos) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder keepalive(boolean keepalive) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder keepaliveIdleNanos(long keepaliveIdleNanos) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder keepaliveIntervalNanos(long keepaliveIntervalNanos) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder keepaliveProbes(int keepaliveProbes) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder finWait2TimeoutNanos(long finWait2TimeoutNanos) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    finWait2TimeoutNanos,
                    s.challengeAcksPerSecond);
            return this;
        }

        public Builder challengeAcksPerSecond(int challengeAcksPerSecond) {
            s = new TcpSettings(
                    s.maximumSegmentSize,
                    s.windowScale,
                    s.timestamps,
                    s.sack,
                    s.ecn,
                    s.congestionControl,
                    s.lossRecovery,
                    s.initialWindowSegments,
                    s.mostSegmentsInFlight,
                    s.minimumRtoNanos,
                    s.initialRtoNanos,
                    s.delayedAckNanos,
                    s.nagle,
                    s.sendBufferBytes,
                    s.receiveBufferBytes,
                    s.maximumSegmentLifetimeNanos,
                    s.synRetries,
                    s.synAckRetries,
                    s.retries,
                    s.userTimeoutNanos,
                    s.keepalive,
                    s.keepaliveIdleNanos,
                    s.keepaliveIntervalNanos,
                    s.keepaliveProbes,
                    s.finWait2TimeoutNanos,
                    challengeAcksPerSecond);
            return this;
        }
    }
}
