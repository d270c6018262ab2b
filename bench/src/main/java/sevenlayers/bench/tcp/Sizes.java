package sevenlayers.bench.tcp;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.handshake.scenario.Scenario;
import sevenlayers.handshake.scenario.Simulation;

/** What more connections cost, and larger windows. */
final class Sizes {
    /** Of all connections of a run together. */
    private static final long BYTES = 200_000_000;

    /** What one event cost, where a run had so many connections. */
    record Cost(int connections, long events, double nanosPerEvent) {}

    private Sizes() {}

    /** The same bytes over a few connections and over many; each the quickest of so many runs. */
    static List<Cost> costs(int rounds, int share) {
        List<Cost> costs = new ArrayList<>();
        for (int connections : List.of(10, 100, 1_000, 10_000)) {
            Scenario scenario = Worlds.writers(connections, BYTES / share / connections, 1 << 20, 1_000_000_000, 10, 0);
            Cost best = new Cost(connections, 0, Double.MAX_VALUE);
            for (int round = 0; round < rounds; round++) {
                Cost cost = cost(connections, Worlds.unwatched(scenario));
                best = cost.nanosPerEvent < best.nanosPerEvent ? cost : best;
            }
            costs.add(best);
        }
        return costs;
    }

    /** For so many seconds, since a JVM that has just begun is slow at everything. */
    static void warmUp(int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        Simulation simulation = Worlds.unwatched(Worlds.writers(100, BYTES, 1 << 20, 1_000_000_000, 10, 0));
        while (System.nanoTime() < end && simulation.goOn(10_000)) {}
    }

    /** 10 Gbit/s, 100 ms and some loss: how long a second of it takes, whose window is some 86,000 segments. */
    static Cost longFatPipe(int share) {
        long bytes = 4_000_000_000L / share;
        return cost(1, Worlds.unwatched(Worlds.writers(1, bytes, 1 << 28, 10_000_000_000L, 50, 0.000_01)));
    }

    private static Cost cost(int connections, Simulation simulation) {
        long start = System.nanoTime();
        while (simulation.goOn(10_000)) {}
        long took = System.nanoTime() - start;
        return new Cost(connections, simulation.events(), (double) took / simulation.events());
    }

    /** Bytes of heap that an idle connection takes, both ends and all that is known of them. */
    static long idleBytes(int connections) {
        idleHeap(1 + connections); // what is made once, and what went before, is out of the way then
        long without = idleHeap(1);
        return (idleHeap(1 + connections) - without) / connections;
    }

    private static long idleHeap(int connections) {
        Simulation simulation = Worlds.unwatched(Worlds.writers(connections, 0, 1 << 20, 0, 1, 0));
        simulation.goOnUntil(1_000_000_000);
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        if (simulation.outcome().connections().size() != connections) {
            throw new IllegalStateException("not all connections were opened");
        }
        return used;
    }
}
