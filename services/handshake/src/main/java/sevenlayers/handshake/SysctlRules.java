package sevenlayers.handshake;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.handshake.tcp.TcpSettings;
import sevenlayers.handshake.tcp.congestion.CongestionControls;

/** Reads settings by Linux's names for them (Linux's {@code Documentation/networking/ip-sysctl.rst}; units are those there). */
final class SysctlRules {
    private static final String TCP = "net.ipv4.tcp_";
    private static final long SECOND = 1_000_000_000;
    private static final long MILLISECOND = 1_000_000;
    private static final long MICROSECOND = 1_000;
    private static final int MOST_BUFFER = 1 << 30;

    private final Violations violations;
    private final Map<String, Sysctl> known = new TreeMap<>();

    private interface Sysctl {
        void set(String field, String value, TcpSettings.Builder made);
    }

    SysctlRules(Violations violations) {
        this.violations = violations;
        flag("sack", TcpSettings.Builder::sack);
        flag("timestamps", TcpSettings.Builder::timestamps);
        flag("ecn", TcpSettings.Builder::ecn);
        number("syn_retries", 1, 127, (made, value) -> made.synRetries((int) (long) value));
        number("synack_retries", 0, 127, (made, value) -> made.synAckRetries((int) (long) value));
        number("retries2", 0, 127, (made, value) -> made.retries((int) (long) value));
        number("fin_timeout", 1, 3_600, (made, value) -> made.finWait2TimeoutNanos(value * SECOND));
        number("keepalive_time", 1, 32_767, (made, value) -> made.keepaliveIdleNanos(value * SECOND));
        number("keepalive_intvl", 1, 32_767, (made, value) -> made.keepaliveIntervalNanos(value * SECOND));
        number("keepalive_probes", 1, 127, (made, value) -> made.keepaliveProbes((int) (long) value));
        number("challenge_ack_limit", 1, 1_000_000, (made, value) -> made.challengeAcksPerSecond((int) (long) value));
        number("rto_min_us", 1_000, 60_000_000, (made, value) -> made.minimumRtoNanos(value * MICROSECOND));
        number("delack_min", 0, 500, (made, value) -> made.delayedAckNanos(value * MILLISECOND));
        known.put(TCP + "window_scaling", (field, value, made) -> {
            violations.oneOf(field, value, List.of("0", "1"));
            if (value.equals("0")) {
                made.windowScale(TcpSettings.NOT_OFFERED);
            }
        });
        known.put(TCP + "recovery", (field, value, made) -> {
            violations.oneOf(field, value, List.of("0", "1"));
            made.lossRecovery(value.equals("1") ? "rack" : "sack");
        });
        known.put(TCP + "congestion_control", (field, value, made) -> {
            violations.oneOf(field, value, CongestionControls.NAMES);
            if (CongestionControls.NAMES.contains(value)) {
                made.congestionControl(value);
            }
        });
        known.put(TCP + "rmem", (field, value, made) -> made.receiveBufferBytes(middle(field, value)));
        known.put(TCP + "wmem", (field, value, made) -> made.sendBufferBytes(middle(field, value)));
    }

    void read(String field, Map<String, String> said, TcpSettings.Builder made) {
        new TreeMap<>(said).forEach((name, value) -> {
            String each = field + "[" + name + "]";
            Sysctl sysctl = known.get(name);
            if (sysctl == null) {
                violations.oneOf(field, name, known.keySet());
            } else {
                sysctl.set(each, value.strip(), made);
            }
        });
    }

    private void flag(String name, BiConsumer<TcpSettings.Builder, Boolean> set) {
        known.put(TCP + name, (field, value, made) -> {
            violations.oneOf(field, value, List.of("0", "1"));
            set.accept(made, value.equals("1"));
        });
    }

    private void number(String name, long least, long most, BiConsumer<TcpSettings.Builder, Long> set) {
        known.put(TCP + name, (field, value, made) -> set.accept(made, number(field, value, least, most)));
    }

    /** The number, or the least one where it is none, which has been said. */
    private long number(String field, String text, long least, long most) {
        if (!text.matches("-?\\d{1,18}")) {
            violations.check(
                    false, field, Violations.quoted(text) + " is no number; allowed: " + least + " to " + most);
            return least;
        }
        long value = Long.parseLong(text);
        violations.range(field, value, least, most);
        return Math.clamp(value, least, most);
    }

    /** Three numbers: at least, at first, at most. A simulated buffer does not grow, so it has the one in the middle. */
    private int middle(String field, String text) {
        String[] three = text.split("\\s+", -1);
        violations.check(three.length == 3, field, Violations.quoted(text) + "; allowed: three numbers of bytes");
        return (int) number(field, three.length == 3 ? three[1] : "256", 256, MOST_BUFFER);
    }
}
