package sevenlayers.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.handshake.application.Script;
import sevenlayers.handshake.application.Step;
import sevenlayers.handshake.scenario.Scenario;
import sevenlayers.handshake.v1.Application;
import sevenlayers.handshake.v1.Client;
import sevenlayers.handshake.v1.Read;
import sevenlayers.handshake.v1.Server;
import sevenlayers.handshake.v1.Thread;
import sevenlayers.handshake.v1.Write;
import sevenlayers.wire.Bytes;

/** Reads the programs. */
final class ApplicationRules {
    private static final long MICRO = 1_000;
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final long DAY_MICROS = 24 * HOUR_MICROS;
    private static final int MOST_PORTION = 1 << 30;

    private final Violations violations;
    private final NetworkRules network;

    ApplicationRules(Violations violations, NetworkRules network) {
        this.violations = violations;
        this.network = network;
    }

    Scenario.ApplicationPart read(String field, Application said) {
        host(field + ".host", said.getHost());
        violations.range(field + ".starts_at_micros", said.getStartsAtMicros(), 0, DAY_MICROS);
        violations.range(field + ".threads", said.getThreadsCount(), 0, 4);
        long starts = MICRO * said.getStartsAtMicros();
        List<Script> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(4, said.getThreadsCount()); i++) {
            threads.add(thread(field + ".threads[" + i + "]", said.getThreads(i)));
        }
        return switch (said.getRoleCase()) {
            case CLIENT -> client(field + ".client", said.getHost(), starts, threads, said.getClient());
            case SERVER -> server(field + ".server", said.getHost(), starts, threads, said.getServer());
            case ROLE_NOT_SET -> {
                violations.check(false, field, "it is nothing; allowed: client or server");
                yield server(field, said.getHost(), starts, threads, Server.getDefaultInstance());
            }
        };
    }

    private void host(String field, String name) {
        if (!network.hosts().contains(name)) {
            network.unknownHost(field, name);
        }
    }

    private Scenario.ApplicationPart client(String field, String host, long starts, List<Script> threads, Client said) {
        host(field + ".to", said.getTo());
        violations.check(
                !said.getTo().equals(host), field + ".to", "it is the client's own host; allowed: another one");
        int port = said.hasPort() ? said.getPort() : 80;
        int connections = said.hasConnections() ? said.getConnections() : 1;
        violations.range(field + ".port", port, 1, 65_535);
        violations.range(field + ".connections", connections, 1, 10_000);
        violations.range(field + ".apart_micros", said.getApartMicros(), 0, HOUR_MICROS);
        if (said.hasLocalPort()) {
            violations.range(field + ".local_port", said.getLocalPort(), 1, 65_536 - Math.max(1, connections));
        }
        return new Scenario.ApplicationPart.Client(
                host,
                starts,
                threads,
                said.getTo(),
                port,
                said.hasLocalPort() ? OptionalInt.of(said.getLocalPort()) : OptionalInt.empty(),
                connections,
                MICRO * said.getApartMicros());
    }

    private Scenario.ApplicationPart server(String field, String host, long starts, List<Script> threads, Server said) {
        int port = said.hasPort() ? said.getPort() : 80;
        int backlog = said.hasBacklog() ? said.getBacklog() : 128;
        violations.range(field + ".port", port, 1, 65_535);
        violations.range(field + ".backlog", backlog, 0, 65_535);
        return new Scenario.ApplicationPart.Server(host, starts, threads, port, backlog);
    }

    private Script thread(String field, Thread said) {
        violations.range(field + ".steps", said.getStepsCount(), 1, 1_000);
        int times = said.hasTimes() ? said.getTimes() : 1;
        violations.range(field + ".times", times, 1, 1_000_000);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < Math.min(1_000, said.getStepsCount()); i++) {
            steps.add(step(field + ".steps[" + i + "]", said.getSteps(i)));
        }
        return new Script(steps, times);
    }

    private Step step(String field, sevenlayers.handshake.v1.Step said) {
        return switch (said.getWhatCase()) {
            case WRITE -> write(field + ".write", said.getWrite());
            case READ -> read(field + ".read", said.getRead());
            case PAUSE_MICROS -> new Step.Pause(micros(field + ".pause_micros", said.getPauseMicros(), DAY_MICROS));
            case UNTIL_MICROS -> new Step.Until(micros(field + ".until_micros", said.getUntilMicros(), DAY_MICROS));
            case SHUTDOWN_WRITE -> new Step.ShutdownWrite();
            case CLOSE -> new Step.Close();
            case ABORT -> new Step.Abort();
            case UNTIL_ACKNOWLEDGED -> new Step.UntilAcknowledged();
            case WHAT_NOT_SET -> {
                violations.check(
                        false,
                        field,
                        "it does nothing; allowed: write, read, pause_micros, until_micros, shutdown_write, close, abort,"
                                + " until_acknowledged");
                yield new Step.Pause(0);
            }
        };
    }

    private long micros(String field, long value, long most) {
        violations.range(field, value, 0, most);
        return MICRO * value;
    }

    private Step write(String field, Write said) {
        Bytes text = Bytes.utf8(said.getText());
        long bytes = text.isEmpty() ? said.getBytes() : text.length();
        violations.range(field + ".bytes", bytes, 1, 1L << 40);
        return new Step.Write(
                bytes,
                text,
                portion(field, said.hasPortionBytes(), said.getPortionBytes()),
                micros(field + ".every_micros", said.getEveryMicros(), HOUR_MICROS),
                said.getUrgent());
    }

    private Step read(String field, Read said) {
        long bytes = said.hasBytes() ? said.getBytes() : Long.MAX_VALUE;
        violations.check(bytes >= 1, field + ".bytes", bytes + " is out of range; allowed: 1 or more");
        return new Step.Read(
                bytes,
                portion(field, said.hasPortionBytes(), said.getPortionBytes()),
                micros(field + ".every_micros", said.getEveryMicros(), HOUR_MICROS),
                said.getEcho());
    }

    private int portion(String field, boolean said, int value) {
        if (!said) {
            return Step.ALL;
        }
        violations.range(field + ".portion_bytes", value, 1, MOST_PORTION);
        return value;
    }
}
