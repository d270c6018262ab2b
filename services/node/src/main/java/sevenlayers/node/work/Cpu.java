package sevenlayers.node.work;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Spends CPU time on request.
 *
 * <p>It burns on platform threads: the operating system shares the CPUs among them, whereas a computing virtual thread keeps its
 * carrier and, with as many of them as there are CPUs, every other call of the pod would stand still. It counts the time that the
 * thread was <em>on</em> a CPU, not the time on the wall: a pod asked for more than it has gets slower, as a real one does.
 */
public final class Cpu implements AutoCloseable {

    /** Pieces of work that compute at a time; more wait for their turn. */
    public static final int THREADS = 16;

    /** Steps of arithmetic between two looks at the clock: some 10 µs. */
    private static final int STEPS = 4_000;

    private final ThreadMXBean threadTimes = ManagementFactory.getThreadMXBean();
    private final ThreadPoolExecutor threads;
    private final Together together = new Together();

    /** Written by all threads and read by none: it keeps the compiler from dropping the arithmetic. */
    @SuppressWarnings("unused")
    private long result;

    public Cpu() {
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("cpu-", 1).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Keeps one CPU busy this long, in microseconds of CPU time, and returns when it is done.
     *
     * @return the most pieces of work, this one included, that were on a core at the same moment; 0 if there was nothing to do
     * @throws java.util.concurrent.CancellationException as soon as the work is cancelled; the CPU is free again some microseconds later
     */
    public int burn(long micros, Cancellation cancellation) {
        cancellation.throwIfCancelled();
        if (micros == 0) {
            return 0;
        }
        return cancellation.await(CompletableFuture.supplyAsync(() -> compute(micros, cancellation), threads));
    }

    /** Pieces of work that compute now, roughly. */
    int computing() {
        return threads.getActiveCount();
    }

    private int compute(long micros, Cancellation cancellation) {
        long had = threadTimes.getCurrentThreadCpuTime();
        long end = had + TimeUnit.MICROSECONDS.toNanos(micros);
        try (Together.Run run = together.begin(System.nanoTime(), had)) {
            while (!cancellation.isCancelled() && had < end) {
                for (int i = 0; i < STEPS; i++) {
                    result = result * 0x5851F42D4C957F2DL + 1;
                }
                had = threadTimes.getCurrentThreadCpuTime();
                run.there(System.nanoTime(), had);
            }
            return run.most();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
