package sevenlayers.node.work;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which computing threads are on a core at the same moment: so many cores are at work.
 *
 * <p>A machine that is busy with other things makes calls slower, so that how long they take says little about how many computed at a
 * time. That two threads were on a core at once needs two cores, whatever else the machine does.
 */
final class Together {

    // A computing thread says every few microseconds that it is there, with the time and with the CPU time that it
    // has had. Where more of the one has passed than of the other, it was away in between. So each has a run: on a
    // core without a break, since `since` and up to `until`.
    //
    //   thread 1   ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒   now
    //   thread 2   ▒▒▒▒▒      ▒▒▒▒▒▒▒▒▒▒▒▒▒▒       together with thread 1: its run covers the moment
    //   thread 3       ▒▒▒▒▒▒▒▒▒▒                  not: it has left
    //                            moment
    //
    // All threads whose runs cover the moment were on a core each.

    /** A thread that was away from its core for less is not noticed, in nanoseconds. */
    private static final long UNNOTICED_NANOS = 100_000;

    /** How long the moment is, in nanoseconds: threads that share a core are switched at the clock's ticks, 1 to 10 ms. */
    private static final long MOMENT_NANOS = 500_000;

    /** How long ago the moment ended, in nanoseconds: every thread on a core has said so since. */
    private static final long AGO_NANOS = 200_000;

    private final Set<Run> runs = ConcurrentHashMap.newKeySet();

    /** The calling thread begins to compute. The times are {@link Run#there}'s. */
    Run begin(long nanos, long cpuNanos) {
        Run run = new Run(nanos, cpuNanos);
        runs.add(run);
        return run;
    }

    /** One thread's computing, used by that thread. */
    final class Run implements AutoCloseable {

        /** {@code since} is written first and read last: who reads a new {@code until} reads the {@code since} that belongs to it. */
        private volatile long since;

        private volatile long until;
        private long cpuUntil;
        private int most = 1;

        private Run(long nanos, long cpuNanos) {
            since = nanos;
            until = nanos;
            cpuUntil = cpuNanos;
        }

        /**
         * This thread is on a core.
         *
         * @param nanos the time, on a clock that all threads share
         * @param cpuNanos the time that this thread has been on a core, read just before
         */
        void there(long nanos, long cpuNanos) {
            if (nanos - until - (cpuNanos - cpuUntil) > UNNOTICED_NANOS) {
                since = nanos;
            }
            until = nanos;
            cpuUntil = cpuNanos;
            long end = nanos - AGO_NANOS;
            long start = end - MOMENT_NANOS;
            if (covers(start, end)) {
                int count = 0;
                for (Run run : runs) {
                    count += run.covers(start, end) ? 1 : 0;
                }
                most = Math.max(most, count);
            }
        }

        private boolean covers(long start, long end) {
            return until - end >= 0 && since - start <= 0;
        }

        /** The most threads, this one included, that have been on a core at the same moment as this one. */
        int most() {
            return most;
        }

        @Override
        public void close() {
            runs.remove(this);
        }
    }
}
