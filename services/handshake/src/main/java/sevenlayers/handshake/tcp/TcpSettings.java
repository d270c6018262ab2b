package sevenlayers.handshake.tcp;

/**
 * How a host's TCP behaves, in the units of the engine: nanoseconds and bytes. {@link #rfc()} and {@link #linux()} are where a
 * {@link Builder} starts from.
 *
 * @param maximumSegmentSize the largest segment that it takes; {@link #FROM_MTU}: the MTU less 40
 * @param windowScale 0 to 14, {@link #NOT_OFFERED}, or {@link #FROM_BUFFER}: as many bits as the receive buffer needs
 * @param congestionControl by name: {@code tahoe}, {@code reno}, {@code newreno}, {@code cubic}, {@code none}
 * @param lossRecovery by name: {@code go_back_n}, {@code reno}, {@code newreno}, {@code sack}, {@code rack}
 * @param initialWindowSegments the congestion window at the start; {@link #FROM_MTU}: as RFC 6928 §2 computes it
 * @param mostSegmentsInFlight whatever the windows say; 1 is stop-and-wait
 * @param delayedAckNanos 0: an acknowledgment never waits
 * @param sillyWindowAvoidance whether both directions wait for steps that are worth a segment (RFC 9293 §3.8.6.2); TCP began without
 * @param userTimeoutNanos 0: as {@code retries} says
 * @param keepalive whether an idle connection is probed
 * @param finWait2TimeoutNanos 0: for ever
 * @param quickAcks so many acknowledgments at the beginning do not wait, until the program answers: a sender that begins needs them
 * @param minimumOfVariation whether {@code minimumRtoNanos} is one of the variation, so that the round trip comes on top of it, as kernels
 *     have it; RFC 6298 §2.4 has one of the whole
 * @param appropriateByteCounting whether slow start counts all bytes that one ACK is for (RFC 3465, without its limit, as kernels do), not
 *     a segment at most (RFC 5681 §3.1)
 * @param pacing whether the window is spread over a round trip where congestion control says no rate of its own
 * @param resetsAcknowledge whether a reset that is not asked for carries an acknowledgment; RFC 9293 §3.10.5 has none
 */
public record TcpSettings(
        int maximumSegmentSize,
        int windowScale,
        boolean timestamps,
        boolean sack,
        EcnUse ecn,
        String congestionControl,
        String lossRecovery,
        int initialWindowSegments,
        int mostSegmentsInFlight,
        long minimumRtoNanos,
        long initialRtoNanos,
        long delayedAckNanos,
        boolean nagle,
        boolean sillyWindowAvoidance,
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
        int challengeAcksPerSecond,
        int quickAcks,
        boolean resetsAcknowledge,
        boolean minimumOfVariation,
        boolean appropriateByteCounting,
        boolean pacing) {
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
                EcnUse.OFF,
                "newreno",
                "sack",
                FROM_MTU,
                1_000_000,
                SECOND, // RFC 6298 §2.4
                SECOND, // RFC 6298 §2.1
                200 * MILLISECOND, // below the 500 ms of RFC 9293 §3.8.6.3
                true,
                true,
                65_536,
                65_535,
                120 * SECOND, // RFC 9293 §3.4.2: two minutes
                7, // RFC 9293 §3.8.3: R2 of a SYN is at least three minutes; this makes 247 seconds
                7,
                15,
                0,
                false,
                7_200 * SECOND, // RFC 9293 §3.8.4: two hours
                75 * SECOND,
                9,
                0,
                10, // RFC 5961 §7
                0,
                false,
                false,
                false,
                false);
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
                .synRetries(6)
                .synAckRetries(5)
                .finWait2TimeoutNanos(60 * SECOND)
                .challengeAcksPerSecond(1_000)
                .quickAcks(16)
                .resetsAcknowledge(true)
                .minimumOfVariation(true)
                .appropriateByteCounting(true)
                .build();
    }

    /** The same, to be changed. */
    public Builder with() {
        return new Builder(this);
    }

    /** Settings that are about to be. */
    public static final class Builder {
        private int maximumSegmentSize;
        private int windowScale;
        private boolean timestamps;
        private boolean sack;
        private EcnUse ecn;
        private String congestionControl;
        private String lossRecovery;
        private int initialWindowSegments;
        private int mostSegmentsInFlight;
        private long minimumRtoNanos;
        private long initialRtoNanos;
        private long delayedAckNanos;
        private boolean nagle;
        private boolean sillyWindowAvoidance;
        private int sendBufferBytes;
        private int receiveBufferBytes;
        private long maximumSegmentLifetimeNanos;
        private int synRetries;
        private int synAckRetries;
        private int retries;
        private long userTimeoutNanos;
        private boolean keepalive;
        private long keepaliveIdleNanos;
        private long keepaliveIntervalNanos;
        private int keepaliveProbes;
        private long finWait2TimeoutNanos;
        private int challengeAcksPerSecond;
        private int quickAcks;
        private boolean resetsAcknowledge;
        private boolean minimumOfVariation;
        private boolean appropriateByteCounting;
        private boolean pacing;

        private Builder(TcpSettings from) {
            maximumSegmentSize = from.maximumSegmentSize;
            windowScale = from.windowScale;
            timestamps = from.timestamps;
            sack = from.sack;
            ecn = from.ecn;
            congestionControl = from.congestionControl;
            lossRecovery = from.lossRecovery;
            initialWindowSegments = from.initialWindowSegments;
            mostSegmentsInFlight = from.mostSegmentsInFlight;
            minimumRtoNanos = from.minimumRtoNanos;
            initialRtoNanos = from.initialRtoNanos;
            delayedAckNanos = from.delayedAckNanos;
            nagle = from.nagle;
            sillyWindowAvoidance = from.sillyWindowAvoidance;
            sendBufferBytes = from.sendBufferBytes;
            receiveBufferBytes = from.receiveBufferBytes;
            maximumSegmentLifetimeNanos = from.maximumSegmentLifetimeNanos;
            synRetries = from.synRetries;
            synAckRetries = from.synAckRetries;
            retries = from.retries;
            userTimeoutNanos = from.userTimeoutNanos;
            keepalive = from.keepalive;
            keepaliveIdleNanos = from.keepaliveIdleNanos;
            keepaliveIntervalNanos = from.keepaliveIntervalNanos;
            keepaliveProbes = from.keepaliveProbes;
            finWait2TimeoutNanos = from.finWait2TimeoutNanos;
            challengeAcksPerSecond = from.challengeAcksPerSecond;
            quickAcks = from.quickAcks;
            resetsAcknowledge = from.resetsAcknowledge;
            minimumOfVariation = from.minimumOfVariation;
            appropriateByteCounting = from.appropriateByteCounting;
            pacing = from.pacing;
        }

        public TcpSettings build() {
            return new TcpSettings(
                    maximumSegmentSize,
                    windowScale,
                    timestamps,
                    sack,
                    ecn,
                    congestionControl,
                    lossRecovery,
                    initialWindowSegments,
                    mostSegmentsInFlight,
                    minimumRtoNanos,
                    initialRtoNanos,
                    delayedAckNanos,
                    nagle,
                    sillyWindowAvoidance,
                    sendBufferBytes,
                    receiveBufferBytes,
                    maximumSegmentLifetimeNanos,
                    synRetries,
                    synAckRetries,
                    retries,
                    userTimeoutNanos,
                    keepalive,
                    keepaliveIdleNanos,
                    keepaliveIntervalNanos,
                    keepaliveProbes,
                    finWait2TimeoutNanos,
                    challengeAcksPerSecond,
                    quickAcks,
                    resetsAcknowledge,
                    minimumOfVariation,
                    appropriateByteCounting,
                    pacing);
        }

        public Builder maximumSegmentSize(int value) {
            maximumSegmentSize = value;
            return this;
        }

        public Builder windowScale(int value) {
            windowScale = value;
            return this;
        }

        public Builder timestamps(boolean value) {
            timestamps = value;
            return this;
        }

        public Builder sack(boolean value) {
            sack = value;
            return this;
        }

        /** Whether it asks and agrees, or does neither. */
        public Builder ecn(boolean value) {
            return ecn(value ? EcnUse.ASKS : EcnUse.OFF);
        }

        public Builder ecn(EcnUse value) {
            ecn = value;
            return this;
        }

        public Builder congestionControl(String value) {
            congestionControl = value;
            return this;
        }

        public Builder lossRecovery(String value) {
            lossRecovery = value;
            return this;
        }

        public Builder initialWindowSegments(int value) {
            initialWindowSegments = value;
            return this;
        }

        public Builder mostSegmentsInFlight(int value) {
            mostSegmentsInFlight = value;
            return this;
        }

        public Builder minimumRtoNanos(long value) {
            minimumRtoNanos = value;
            return this;
        }

        public Builder initialRtoNanos(long value) {
            initialRtoNanos = value;
            return this;
        }

        public Builder delayedAckNanos(long value) {
            delayedAckNanos = value;
            return this;
        }

        public Builder nagle(boolean value) {
            nagle = value;
            return this;
        }

        public Builder sillyWindowAvoidance(boolean value) {
            sillyWindowAvoidance = value;
            return this;
        }

        public Builder sendBufferBytes(int value) {
            sendBufferBytes = value;
            return this;
        }

        public Builder receiveBufferBytes(int value) {
            receiveBufferBytes = value;
            return this;
        }

        public Builder maximumSegmentLifetimeNanos(long value) {
            maximumSegmentLifetimeNanos = value;
            return this;
        }

        public Builder synRetries(int value) {
            synRetries = value;
            return this;
        }

        public Builder synAckRetries(int value) {
            synAckRetries = value;
            return this;
        }

        public Builder retries(int value) {
            retries = value;
            return this;
        }

        public Builder userTimeoutNanos(long value) {
            userTimeoutNanos = value;
            return this;
        }

        public Builder keepalive(boolean value) {
            keepalive = value;
            return this;
        }

        public Builder keepaliveIdleNanos(long value) {
            keepaliveIdleNanos = value;
            return this;
        }

        public Builder keepaliveIntervalNanos(long value) {
            keepaliveIntervalNanos = value;
            return this;
        }

        public Builder keepaliveProbes(int value) {
            keepaliveProbes = value;
            return this;
        }

        public Builder finWait2TimeoutNanos(long value) {
            finWait2TimeoutNanos = value;
            return this;
        }

        public Builder challengeAcksPerSecond(int value) {
            challengeAcksPerSecond = value;
            return this;
        }

        public Builder quickAcks(int value) {
            quickAcks = value;
            return this;
        }

        public Builder resetsAcknowledge(boolean value) {
            resetsAcknowledge = value;
            return this;
        }

        public Builder minimumOfVariation(boolean value) {
            minimumOfVariation = value;
            return this;
        }

        public Builder appropriateByteCounting(boolean value) {
            appropriateByteCounting = value;
            return this;
        }

        public Builder pacing(boolean value) {
            pacing = value;
            return this;
        }
    }
}
