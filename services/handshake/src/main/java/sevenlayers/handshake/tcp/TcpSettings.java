package sevenlayers.handshake.tcp;

import java.util.function.UnaryOperator;

/**
 * How a TCP behaves. Made by a preset and changed one by one: {@code TcpSettings.rfc().with(s -> s.nagle = false)}.
 */
public final class TcpSettings {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    /** The largest segment that it takes, in bytes of data without options: 88 to 65,495. */
    public final int maximumSegmentSize;
    /** By how many bits its windows are shifted: 0 to 14; -1: not offered. */
    public final int windowScale;

    public final boolean timestamps;
    public final boolean sack;
    public final boolean ecn;
    public final String congestionControl;
    public final String lossRecovery;
    /** In segments; 0: as RFC 6928 has it. */
    public final int initialWindowSegments;
    /** 0: no limit but the windows. */
    public final int mostSegmentsInFlight;

    public final long minimumRtoNanos;
    public final long initialRtoNanos;
    /** 0: an ACK never waits. */
    public final long delayedAckNanos;

    public final boolean nagle;
    public final int sendBufferBytes;
    public final int receiveBufferBytes;
    public final long maximumSegmentLifetimeNanos;
    public final int synRetries;
    public final int synAckRetries;
    public final int retries;
    /** 0: as {@code retries} says. */
    public final long userTimeoutNanos;
    /** 0: no probes. */
    public final long keepaliveIdleNanos;

    public final long keepaliveIntervalNanos;
    public final int keepaliveProbes;
    /** 0: for ever. */
    public final long finWait2Nanos;

    public final int challengeAcksPerSecond;

    private TcpSettings(Change c) {
        maximumSegmentSize = c.maximumSegmentSize;
        windowScale = c.windowScale;
        timestamps = c.timestamps;
        sack = c.sack;
        ecn = c.ecn;
        congestionControl = c.congestionControl;
        lossRecovery = c.lossRecovery;
        initialWindowSegments = c.initialWindowSegments;
        mostSegmentsInFlight = c.mostSegmentsInFlight;
        minimumRtoNanos = c.minimumRtoNanos;
        initialRtoNanos = c.initialRtoNanos;
        delayedAckNanos = c.delayedAckNanos;
        nagle = c.nagle;
        sendBufferBytes = c.sendBufferBytes;
        receiveBufferBytes = c.receiveBufferBytes;
        maximumSegmentLifetimeNanos = c.maximumSegmentLifetimeNanos;
        synRetries = c.synRetries;
        synAckRetries = c.synAckRetries;
        retries = c.retries;
        userTimeoutNanos = c.userTimeoutNanos;
        keepaliveIdleNanos = c.keepaliveIdleNanos;
        keepaliveIntervalNanos = c.keepaliveIntervalNanos;
        keepaliveProbes = c.keepaliveProbes;
        finWait2Nanos = c.finWait2Nanos;
        challengeAcksPerSecond = c.challengeAcksPerSecond;
    }

    /** The defaults of the RFCs. */
    public static TcpSettings rfc() {
        return new TcpSettings(new Change());
    }

    /** Those that most servers run. */
    public static TcpSettings linux() {
        return rfc().with(c -> {
            c.windowScale = 7;
            c.timestamps = true;
            c.sack = true;
            c.congestionControl = "cubic";
            c.lossRecovery = "rack";
            c.minimumRtoNanos = 200 * MILLI;
            c.delayedAckNanos = 40 * MILLI;
            c.maximumSegmentLifetimeNanos = 30 * SECOND;
            c.synRetries = 6;
            c.synAckRetries = 5;
            c.retries = 15;
            c.sendBufferBytes = 2_626_560;
            c.receiveBufferBytes = 65_536;
            c.finWait2Nanos = 60 * SECOND;
            c.challengeAcksPerSecond = 1_000;
            return c;
        });
    }

    public TcpSettings with(UnaryOperator<Change> change) {
        return new TcpSettings(change.apply(new Change(this)));
    }

    /** The settings while they are being changed. */
    public static final class Change {
        public int maximumSegmentSize = 1_460;
        public int windowScale = -1;
        public boolean timestamps;
        public boolean sack;
        public boolean ecn;
        public String congestionControl = "newreno";
        public String lossRecovery = "newreno";
        public int initialWindowSegments;
        public int mostSegmentsInFlight;
        public long minimumRtoNanos = SECOND; // RFC 6298 §2.4
        public long initialRtoNanos = SECOND; // RFC 6298 §2.1
        public long delayedAckNanos = 200 * MILLI; // RFC 9293 §3.8.6.3: less than 0.5 s
        public boolean nagle = true;
        public int sendBufferBytes = 65_535;
        public int receiveBufferBytes = 65_535;
        public long maximumSegmentLifetimeNanos = 120 * SECOND; // RFC 9293 §3.4.2
        public int synRetries = 8; // RFC 9293 §3.8.3: at least 3 minutes
        public int synAckRetries = 8;
        public int retries = 8; // RFC 9293 §3.8.3: at least 100 s
        public long userTimeoutNanos;
        public long keepaliveIdleNanos; // RFC 9293 §3.8.4: off unless the program asks
        public long keepaliveIntervalNanos = 75 * SECOND;
        public int keepaliveProbes = 9;
        public long finWait2Nanos;
        public int challengeAcksPerSecond = 10; // RFC 5961 §7

        Change() {}

        Change(TcpSettings s) {
            maximumSegmentSize = s.maximumSegmentSize;
            windowScale = s.windowScale;
            timestamps = s.timestamps;
            sack = s.sack;
            ecn = s.ecn;
            congestionControl = s.congestionControl;
            lossRecovery = s.lossRecovery;
            initialWindowSegments = s.initialWindowSegments;
            mostSegmentsInFlight = s.mostSegmentsInFlight;
            minimumRtoNanos = s.minimumRtoNanos;
            initialRtoNanos = s.initialRtoNanos;
            delayedAckNanos = s.delayedAckNanos;
            nagle = s.nagle;
            sendBufferBytes = s.sendBufferBytes;
            receiveBufferBytes = s.receiveBufferBytes;
            maximumSegmentLifetimeNanos = s.maximumSegmentLifetimeNanos;
            synRetries = s.synRetries;
            synAckRetries = s.synAckRetries;
            retries = s.retries;
            userTimeoutNanos = s.userTimeoutNanos;
            keepaliveIdleNanos = s.keepaliveIdleNanos;
            keepaliveIntervalNanos = s.keepaliveIntervalNanos;
            keepaliveProbes = s.keepaliveProbes;
            finWait2Nanos = s.finWait2Nanos;
            challengeAcksPerSecond = s.challengeAcksPerSecond;
        }
    }
}
