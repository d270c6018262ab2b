package sevenlayers.handshake;

import java.util.List;
import java.util.Map;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.handshake.scenario.Scenario;
import sevenlayers.handshake.tcp.TcpSettings;
import sevenlayers.handshake.tcp.congestion.CongestionControls;
import sevenlayers.handshake.tcp.recovery.LossDetections;
import sevenlayers.handshake.v1.HostSettings;
import sevenlayers.handshake.v1.Keepalive;

/** Reads how a host behaves. */
final class HostRules {
    private static final long MICRO = 1_000;
    private static final long MINUTE_MICROS = 60_000_000;
    private static final long HOUR_MICROS = 60 * MINUTE_MICROS;
    private static final long DAY_MICROS = 24 * HOUR_MICROS;
    private static final int MOST_BUFFER = 1 << 30;

    private final Violations violations;

    HostRules(Violations violations) {
        this.violations = violations;
    }

    /** Those of a host: what is said under its name over what is said under {@code *}. */
    static HostSettings of(String host, Map<String, HostSettings> settings) {
        return settings.getOrDefault("*", HostSettings.getDefaultInstance()).toBuilder()
                .mergeFrom(settings.getOrDefault(host, HostSettings.getDefaultInstance()))
                .build();
    }

    TcpSettings read(String field, HostSettings said) {
        violations.oneOf(field + ".preset", said.getPreset(), List.of("", "rfc", "linux"));
        TcpSettings.Builder made = (said.getPreset().equals("linux") ? TcpSettings.linux() : TcpSettings.rfc()).with();
        if (said.hasMaximumSegmentSize()) {
            made.maximumSegmentSize(
                    (int) ranged(field + ".maximum_segment_size", said.getMaximumSegmentSize(), 88, 65_495));
        }
        if (said.hasWindowScale()) {
            made.windowScale((int) ranged(field + ".window_scale", said.getWindowScale(), -1, 14));
        }
        if (said.hasTimestamps()) {
            made.timestamps(said.getTimestamps());
        }
        if (said.hasSack()) {
            made.sack(said.getSack());
        }
        if (said.hasEcn()) {
            made.ecn(said.getEcn());
        }
        if (!said.getCongestionControl().isEmpty()) {
            violations.oneOf(field + ".congestion_control", said.getCongestionControl(), CongestionControls.NAMES);
            made.congestionControl(said.getCongestionControl());
        }
        if (!said.getLossRecovery().isEmpty()) {
            violations.oneOf(field + ".loss_recovery", said.getLossRecovery(), LossDetections.NAMES);
            made.lossRecovery(said.getLossRecovery());
        }
        if (said.hasInitialWindowSegments()) {
            made.initialWindowSegments(
                    (int) ranged(field + ".initial_window_segments", said.getInitialWindowSegments(), 1, 1_000));
        }
        if (said.hasMostSegmentsInFlight()) {
            made.mostSegmentsInFlight(
                    (int) ranged(field + ".most_segments_in_flight", said.getMostSegmentsInFlight(), 1, 1_000_000));
        }
        times(field, said, made);
        buffers(field, said, made);
        retries(field, said, made);
        new SysctlRules(violations).read(field + ".sysctls", said.getSysctlsMap(), made);
        return made.build();
    }

    private void times(String field, HostSettings said, TcpSettings.Builder made) {
        if (said.hasMinimumRtoMicros()) {
            made.minimumRtoNanos(
                    MICRO * ranged(field + ".minimum_rto_micros", said.getMinimumRtoMicros(), 1_000, MINUTE_MICROS));
        }
        if (said.hasInitialRtoMicros()) {
            made.initialRtoNanos(
                    MICRO * ranged(field + ".initial_rto_micros", said.getInitialRtoMicros(), 1_000, MINUTE_MICROS));
        }
        if (said.hasDelayedAckMicros()) {
            made.delayedAckNanos(MICRO * ranged(field + ".delayed_ack_micros", said.getDelayedAckMicros(), 0, 500_000));
        }
        if (said.hasMaximumSegmentLifetimeMicros()) {
            made.maximumSegmentLifetimeNanos(MICRO
                    * ranged(
                            field + ".maximum_segment_lifetime_micros",
                            said.getMaximumSegmentLifetimeMicros(),
                            1_000,
                            10 * MINUTE_MICROS));
        }
        if (said.hasUserTimeoutMicros()) {
            made.userTimeoutNanos(
                    MICRO * ranged(field + ".user_timeout_micros", said.getUserTimeoutMicros(), 0, DAY_MICROS));
        }
        if (said.hasFinWait2TimeoutMicros()) {
            made.finWait2TimeoutNanos(MICRO
                    * ranged(field + ".fin_wait_2_timeout_micros", said.getFinWait2TimeoutMicros(), 0, HOUR_MICROS));
        }
        if (said.hasKeepalive()) {
            Keepalive keepalive = said.getKeepalive();
            made.keepalive(true);
            if (keepalive.hasIdleMicros()) {
                made.keepaliveIdleNanos(
                        MICRO * ranged(field + ".keepalive.idle_micros", keepalive.getIdleMicros(), 1_000, DAY_MICROS));
            }
            if (keepalive.hasIntervalMicros()) {
                made.keepaliveIntervalNanos(MICRO
                        * ranged(
                                field + ".keepalive.interval_micros",
                                keepalive.getIntervalMicros(),
                                1_000,
                                DAY_MICROS));
            }
            if (keepalive.hasProbes()) {
                made.keepaliveProbes((int) ranged(field + ".keepalive.probes", keepalive.getProbes(), 1, 127));
            }
        }
    }

    private void buffers(String field, HostSettings said, TcpSettings.Builder made) {
        if (said.hasNagle()) {
            made.nagle(said.getNagle());
        }
        if (said.hasPacing()) {
            made.pacing(said.getPacing());
        }
        if (said.hasSillyWindowAvoidance()) {
            made.sillyWindowAvoidance(said.getSillyWindowAvoidance());
        }
        if (said.hasSendBufferBytes()) {
            made.sendBufferBytes(
                    (int) ranged(field + ".send_buffer_bytes", said.getSendBufferBytes(), 256, MOST_BUFFER));
        }
        if (said.hasReceiveBufferBytes()) {
            made.receiveBufferBytes(
                    (int) ranged(field + ".receive_buffer_bytes", said.getReceiveBufferBytes(), 256, MOST_BUFFER));
        }
    }

    private void retries(String field, HostSettings said, TcpSettings.Builder made) {
        if (said.hasSynRetries()) {
            made.synRetries((int) ranged(field + ".syn_retries", said.getSynRetries(), 0, 127));
        }
        if (said.hasSynAckRetries()) {
            made.synAckRetries((int) ranged(field + ".syn_ack_retries", said.getSynAckRetries(), 0, 127));
        }
        if (said.hasRetries()) {
            made.retries((int) ranged(field + ".retries", said.getRetries(), 0, 127));
        }
        if (said.hasChallengeAcksPerSecond()) {
            made.challengeAcksPerSecond(
                    (int) ranged(field + ".challenge_acks_per_second", said.getChallengeAcksPerSecond(), 1, 1_000_000));
        }
    }

    Scenario.Numbers numbers(HostSettings said) {
        return switch (said.getInitialSequenceNumber().getHowCase()) {
            case FIXED ->
                new Scenario.Numbers.Fixed(said.getInitialSequenceNumber().getFixed());
            case CLOCK_FROM ->
                new Scenario.Numbers.Clock(said.getInitialSequenceNumber().getClockFrom());
            case RANDOM -> new Scenario.Numbers.AtRandom();
            case CLOCK_AND_HASH, HOW_NOT_SET -> new Scenario.Numbers.ClockAndHash();
        };
    }

    private long ranged(String field, long value, long least, long most) {
        violations.range(field, value, least, most);
        return value;
    }
}
