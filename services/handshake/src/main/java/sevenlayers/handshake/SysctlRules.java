package sevenlayers.handshake;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.handshake.tcp.EcnUse;
import sevenlayers.handshake.tcp.TcpSettings;
import sevenlayers.handshake.tcp.congestion.CongestionControls;

/** Reads settings by Linux's names for them (Linux's {@code Documentation/networking/ip-sysctl.rst}; units are those there). */
final class SysctlRules {
    private static final String TCP = "net.ipv4.tcp_";
    private static final long SECOND = 1_000_000_000;
    private static final long MILLISECOND = 1_000_000;
    private static final long MICROSECOND = 1_000;
    private static final int LONGEST_NAME = 64;
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
        always("autocorking", "0");
        always("dsack", "1");
        always("fastopen", "0");
        always("moderate_rcvbuf", "0");
        always("mtu_probing", "0");
        always("no_metrics_save", "1");
        always("pacing_ca_ratio", "120");
        always("pacing_ss_ratio", "200");
        always("slow_start_after_idle", "1");
        always("syncookies", "0");
        known.put(TCP + "window_scaling", (field, value, made) -> {
            violations.oneOf(field, value, List.of("0", "1"));
            if (value.equals("0")) {
                made.windowScale(TcpSettings.NOT_OFFERED);
            }
        });
        known.put(TCP + "ecn", (field, value, made) -> {
            violations.oneOf(field, value, List.of("0", "1", "2"));
            switch (value) {
                case "1" -> made.ecn(EcnUse.ASKS);
                case "2" -> made.ecn(EcnUse.ANSWERS);
                default -> made.ecn(EcnUse.OFF);
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
                violations.check(
                        false,
                        field,
                        Violations.quoted(name) + " is not known; the nearest is " + nearest(name) + "; allowed: "
                                + String.join(", ", known.keySet()));
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

    /** What a simulated host does in one way only: that may be said, and nothing else. */
    private void always(String name, String only) {
        known.put(TCP + name, (field, value, made) -> violations.oneOf(field, value, List.of(only)));
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

    private String nearest(String name) {
        return known.keySet().stream()
                .min(Comparator.comparingInt(each -> distance(name, each)))
                .orElseThrow();
    }

    /** How many letters have to be put in, taken out or changed; of a very long name its beginning counts. */
    private static int distance(String name, String other) {
        String one = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        int[] row = IntStream.rangeClosed(0, other.length()).toArray();
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
