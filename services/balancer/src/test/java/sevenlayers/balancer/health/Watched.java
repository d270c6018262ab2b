package sevenlayers.balancer.health;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Registry;
import sevenlayers.balancer.backend.Snapshot;
import sevenlayers.balancer.backend.Standing;
import sevenlayers.balancer.health.Prober.Finding;
import sevenlayers.balancer.testing.VirtualTime;

/** A listener's backends 10.0.0.1:9000, 10.0.0.2:9000 and so on, with health checking under virtual time. */
final class Watched {
    final VirtualTime time = new VirtualTime();
    final Registry registry = new Registry();
    final FakeProber prober = new FakeProber();
    final List<String> events = new ArrayList<>();
    final Health health;
    int dice;

    Watched(int backends) {
        health = new Health(registry, time, prober, () -> dice);
        list(backends);
        registry.onTransition(t -> events.add(
                (t.backend() == null ? "all" : t.backend()) + " " + t.from() + " -> " + t.to() + ": " + t.cause()));
    }

    /** Lists the first so many. */
    void list(int backends) {
        registry.replace(
                IntStream.rangeClosed(1, backends).mapToObj(Watched::at).toList());
        time.settle();
    }

    void use(UnaryOperator<HealthRules> change) {
        registry.change(members -> health.use(members, change.apply(health.rules())));
        time.settle();
    }

    void outliers(Outliers outliers) {
        use(rules -> new HealthRules(rules.checks(), outliers, rules.slowStart(), rules.panicPercent()));
    }

    void checks(Checks checks) {
        use(rules -> new HealthRules(checks, rules.outliers(), rules.slowStart(), rules.panicPercent()));
    }

    void slowStart(SlowStart slowStart) {
        use(rules -> new HealthRules(rules.checks(), rules.outliers(), slowStart, rules.panicPercent()));
    }

    void panic(int percent) {
        use(rules -> new HealthRules(rules.checks(), rules.outliers(), rules.slowStart(), percent));
    }

    static InetSocketAddress at(int number) {
        return new InetSocketAddress("10.0." + number / 256 + "." + number % 256, 9000);
    }

    /** The nth backend, from 1. */
    Backend backend(int number) {
        return standing(number).backend();
    }

    Standing standing(int number) {
        return registry.roster().standings().stream()
                .filter(each -> each.backend().address().equals(at(number)))
                .findFirst()
                .orElseThrow();
    }

    Snapshot snapshot() {
        return registry.snapshot();
    }

    /** The numbers of the candidates. */
    List<Integer> candidates() {
        return snapshot().candidates().stream()
                .map(each -> Byte.toUnsignedInt(each.address().getAddress().getAddress()[3]))
                .toList();
    }

    /** Calls that end on the nth backend. */
    void calls(int number, int good, int bad) {
        IntStream.range(0, good).forEach(_ -> backend(number).succeed());
        IntStream.range(0, bad).forEach(_ -> backend(number).failCall());
    }

    /** What probes find. */
    static final class FakeProber implements Prober {
        final Set<InetSocketAddress> down = new HashSet<>();
        final Set<InetSocketAddress> silent = new HashSet<>();
        final Set<InetSocketAddress> broken = new HashSet<>();
        final List<InetSocketAddress> started = new ArrayList<>();
        int cancelled;

        @Override
        public Attempt start(Checks.Kind how, InetSocketAddress at, java.util.function.Consumer<Finding> told) {
            started.add(at);
            if (broken.contains(at)) {
                throw new IllegalStateException("no more sockets");
            }
            if (!silent.contains(at)) {
                told.accept(down.contains(at) ? new Finding.Failed("connection refused") : new Finding.Well());
            }
            return () -> cancelled++;
        }
    }
}
