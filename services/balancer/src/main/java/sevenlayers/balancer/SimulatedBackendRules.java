package sevenlayers.balancer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sevenlayers.balancer.simulator.ServiceTime;
import sevenlayers.balancer.simulator.SimulatedBackend;
import sevenlayers.balancer.v1.Failing;
import sevenlayers.balancer.v1.HeavyTail;
import sevenlayers.chassis.errors.Violations;

/** What a simulated backend may be, and what is meant where nothing was said. */
final class SimulatedBackendRules {
    private static final int MOST_BACKENDS = 1_000;
    private static final long LATEST_MILLIS = 1_000_000_000;
    private static final long LONGEST_MICROS = 10_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final double NANOS_PER_MICRO = 1_000;

    private final Violations violations;
    private final List<SimulatedBackend> backends = new ArrayList<>();

    /** Tells {@code violations} all that is wrong; if there is anything, the result must not be used. */
    SimulatedBackendRules(Violations violations) {
        this.violations = violations;
    }

    List<SimulatedBackend> read(List<sevenlayers.balancer.v1.SimulatedBackend> messages) {
        if (messages.size() > MOST_BACKENDS) {
            violations.range("backends", messages.size(), 1, MOST_BACKENDS);
            return List.of();
        }
        long sum = messages.stream().mapToLong(SimulatedBackendRules::copies).sum();
        violations.range("backends", sum, 1, MOST_BACKENDS);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            String path = "backends[" + i + "]";
            SimulatedBackend one = read(messages.get(i), path);
            int copies = copies(messages.get(i));
            violations.range(path + ".copies", copies, 1, MOST_BACKENDS);
            for (int copy = 1; sum <= MOST_BACKENDS && copy <= copies; copy++) {
                String name = messages.get(i).hasCopies() ? one.name() + "-" + copy : one.name();
                violations.check(
                        names.add(name),
                        path + ".name",
                        Violations.quoted(name) + " is there twice; allowed: each name once");
                backends.add(named(name, one));
            }
        }
        return backends;
    }

    private static int copies(sevenlayers.balancer.v1.SimulatedBackend message) {
        return message.hasCopies() ? message.getCopies() : 1;
    }

    private SimulatedBackend read(sevenlayers.balancer.v1.SimulatedBackend message, String path) {
        int weight = message.hasWeight() ? message.getWeight() : 1;
        int servers = message.hasServers() ? message.getServers() : 1;
        double speed = message.hasSpeed() ? message.getSpeed() : 1;
        long leaves = message.hasLeavesAtMillis() ? message.getLeavesAtMillis() : LATEST_MILLIS;
        violations.check(
                !message.getName().isBlank() && message.getName().length() <= 100,
                path + ".name",
                Violations.quoted(message.getName()) + " is no name; allowed: 1 to 100 characters");
        violations.range(path + ".weight", weight, 1, 1_000);
        violations.range(path + ".servers", servers, 1, 100);
        violations.range(path + ".speed", speed, 0.1, 10);
        violations.range(path + ".joins_at_millis", message.getJoinsAtMillis(), 0, LATEST_MILLIS - 1);
        violations.range(path + ".leaves_at_millis", leaves, 1, LATEST_MILLIS);
        violations.check(
                message.getJoinsAtMillis() < leaves,
                path + ".leaves_at_millis",
                "it leaves before it has joined; allowed: later than joins_at_millis");
        return new SimulatedBackend(
                message.getName(),
                weight,
                servers,
                speed,
                serviceTime(message.getServiceTime(), path + ".service_time"),
                failing(message.getFailing(), path + ".failing"),
                message.getJoinsAtMillis() * NANOS_PER_MILLI,
                message.hasLeavesAtMillis() ? leaves * NANOS_PER_MILLI : SimulatedBackend.NEVER);
    }

    private static SimulatedBackend named(String name, SimulatedBackend like) {
        return new SimulatedBackend(
                name,
                like.weight(),
                like.servers(),
                like.speed(),
                like.service(),
                like.failing(),
                like.joinsAtNanos(),
                like.leavesAtNanos());
    }

    private ServiceTime serviceTime(sevenlayers.balancer.v1.ServiceTime message, String path) {
        long micros = message.hasMeanMicros() ? message.getMeanMicros() : 1_000;
        violations.range(path + ".mean_micros", micros, 1, LONGEST_MICROS);
        double mean = micros * NANOS_PER_MICRO;
        return switch (message.getSpreadCase()) {
            case CONSTANT -> {
                violations.check(message.getConstant(), path + ".constant", "false means nothing; allowed: true");
                yield new ServiceTime.Constant(mean);
            }
            case EXPONENTIAL -> {
                violations.check(message.getExponential(), path + ".exponential", "false means nothing; allowed: true");
                yield new ServiceTime.Exponential(mean);
            }
            case HEAVY_TAIL -> heavyTail(message.getHeavyTail(), mean, path + ".heavy_tail");
            case SPREAD_NOT_SET -> new ServiceTime.Exponential(mean);
        };
    }

    private ServiceTime heavyTail(HeavyTail message, double mean, String path) {
        double shape = message.hasShape() ? message.getShape() : 1.5;
        double ratio = message.hasLongestToShortest() ? message.getLongestToShortest() : 1_000;
        violations.range(path + ".shape", shape, 1.05, 5);
        violations.range(path + ".longest_to_shortest", ratio, 2, 10_000);
        return new ServiceTime.HeavyTail(mean, shape, ratio);
    }

    private SimulatedBackend.Failing failing(Failing message, String path) {
        long micros = message.hasTakesMicros() ? message.getTakesMicros() : 100;
        violations.range(path + ".percent", message.getPercent(), 0, 100);
        violations.range(path + ".takes_micros", micros, 1, LONGEST_MICROS);
        return message.getPercent() == 0
                ? SimulatedBackend.Failing.NOT
                : new SimulatedBackend.Failing(message.getPercent() / 100, Math.round(micros * NANOS_PER_MICRO));
    }
}
