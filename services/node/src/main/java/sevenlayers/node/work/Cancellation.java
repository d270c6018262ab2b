package sevenlayers.node.work;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells work that nobody waits for it any more: the caller cancelled, left, or its deadline passed. Waits end at once. */
public final class Cancellation {

    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

    /** Nobody waits any more. Again does nothing. */
    public void cancel() {
        cancelled.complete(null);
    }

    /** Whether nobody waits any more. */
    public boolean isCancelled() {
        return cancelled.isDone();
    }

    /**
     * Waits this long.
     *
     * @throws CancellationException as soon as the work is cancelled
     */
    public void pause(Duration wait) {
        throwIfCancelled();
        if (wait.isZero()) {
            return;
        }
        try {
            cancelled.get(wait.toNanos(), TimeUnit.NANOSECONDS);
            throw cancelledException();
        } catch (TimeoutException _) {
            // the whole wait has passed
        } catch (ExecutionException e) {
            throw new AssertionError("a cancellation does not fail", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw cancelledException();
        }
    }

    /**
     * Waits until this is done, and gives what it came to.
     *
     * @throws CancellationException as soon as the work is cancelled
     */
    public <T> T await(CompletableFuture<T> done) {
        CompletableFuture.anyOf(done, cancelled).join();
        throwIfCancelled();
        return done.join();
    }

    /** Throws {@link CancellationException} if the work is cancelled. */
    public void throwIfCancelled() {
        if (isCancelled()) {
            throw cancelledException();
        }
    }

    private static CancellationException cancelledException() {
        return new CancellationException("nobody waits for this work any more");
    }
}
