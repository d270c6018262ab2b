package sevenlayers.bench.tcp;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import sevenlayers.handshake.scenario.EventSink;
import sevenlayers.handshake.scenario.Simulation;
import sevenlayers.handshake.time.Scheduler;
import sevenlayers.handshake.time.Timer;

/** What JMH runs: a thousand things that happen, each time. */
public class Events {
    static final int STEPS = 1_000;
    private static final long ENDLESS = Long.MAX_VALUE / 4;

    /** How many events there were: a step of the simulation has several, or none. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counted {
        public long events;
    }

    /** Timers that arm themselves again when they have fired: at any time within the next millisecond. */
    @State(Scope.Thread)
    public static class Timers {
        @Param({"16", "1000", "10000"})
        public int timers;

        private Scheduler scheduler = new Scheduler();

        /** Begins anew. */
        @Setup(Level.Iteration)
        public void prepare() {
            SplittableRandom random = new SplittableRandom(1);
            scheduler = new Scheduler();
            for (int i = 0; i < timers; i++) {
                scheduler.arm(new Again(scheduler, random.nextInt()), i);
            }
        }
    }

    /** One of them; its chance is cheap, so that it is the scheduler that is measured. */
    private static final class Again extends Timer {
        private final Scheduler scheduler;
        private int chance;

        Again(Scheduler scheduler, int seed) {
            this.scheduler = scheduler;
            this.chance = seed | 1;
        }

        @Override
        protected void fire() {
            chance ^= chance << 13;
            chance ^= chance >>> 17;
            chance ^= chance << 5;
            scheduler.arm(this, scheduler.nowNanos() + (chance & 0xfffff));
        }
    }

    /** A run that goes on and on. */
    @State(Scope.Thread)
    public static class Run {
        /** Whether somebody watches. */
        @Param({"false", "true"})
        public boolean recorded;

        private @Nullable Simulation simulation;

        /** Begins once: what is measured is not its beginning. */
        @Setup(Level.Trial)
        public void prepare() {
            EventSink sink = recorded ? new Worlds.Recording(10_000) : EventSink.NOBODY;
            simulation = new Simulation(
                    Worlds.writers(10, ENDLESS, 1 << 20, 100_000_000, 10, 0), sink, Simulation.PacketSink.NOBODY);
        }

        Simulation simulation() {
            if (simulation == null) {
                throw new IllegalStateException("not prepared");
            }
            return simulation;
        }
    }

    @Benchmark
    public long scheduler(Timers timers, Counted counted) {
        for (int i = 0; i < STEPS; i++) {
            timers.scheduler.step();
        }
        counted.events += STEPS;
        return timers.scheduler.nowNanos();
    }

    @Benchmark
    public boolean tcp(Run run, Counted counted) {
        long before = run.simulation().events();
        boolean more = run.simulation().goOn(STEPS);
        counted.events += run.simulation().events() - before;
        return more;
    }
}
