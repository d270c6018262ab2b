package sevenlayers.labs.world.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import sevenlayers.labs.world.WorldException;

/** The same thing done to several, at the same time. */
public final class Meanwhile {

    private Meanwhile() {}

    /**
     * The results of {@code work}, in the order of {@code of}. Each runs on a thread of its own; the first failure is thrown when all have
     * ended, so that nothing goes on behind the caller's back. An interrupt is handed on to all of them.
     *
     * @throws WorldException the thread was interrupted
     */
    public static <T, R> List<R> each(List<T> of, Function<T, R> work) {
        List<FutureTask<R>> tasks =
                of.stream().map(one -> new FutureTask<>(() -> work.apply(one))).toList();
        List<Thread> threads = tasks.stream().map(Thread::startVirtualThread).toList();
        if (awaitAll(threads)) {
            Thread.currentThread().interrupt();
            throw new WorldException("Interrupted.");
        }
        List<R> results = new ArrayList<>();
        for (FutureTask<R> task : tasks) {
            results.add(result(task));
        }
        return results;
    }

    /** Returns whether the thread was interrupted meanwhile. */
    private static boolean awaitAll(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                    threads.forEach(Thread::interrupt);
                }
            }
        }
        return interrupted;
    }

    private static <R> R result(FutureTask<R> task) {
        if (task.state() == Future.State.SUCCESS) {
            return task.resultNow();
        }
        throw task.exceptionNow() instanceof RuntimeException failure
                ? failure
                : new IllegalStateException(task.exceptionNow());
    }
}
