package sevenlayers.balancer;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import sevenlayers.chassis.errors.LabStatus;

/**
 * Calls that calculate for a long time: one that runs, and some that wait for their turn.
 *
 * <p>They run on one thread of their own: one of them takes a whole core for as long as it lasts, and the rest of the pod has calls to
 * carry. A call that is cancelled makes room at once.
 */
final class HeavyCalls implements AutoCloseable {
    private final String what;
    private final String busy;
    private final int waiting;
    private final ThreadPoolExecutor thread;
    private volatile boolean closed;

    /**
     * Starts no thread before the first call.
     *
     * @param what one of them, as in {@code simulation}
     * @param busy the reason that a refused one gets, as in {@code SIMULATOR_BUSY}
     * @param waiting so many may wait
     */
    HeavyCalls(String what, String busy, int waiting) {
        this.what = what;
        this.busy = busy;
        this.waiting = waiting;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waiting),
                Thread.ofPlatform().name(what).daemon().factory());
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Calculates when it is its turn, and answers.
     *
     * @param work asks what it is given now and then whether it should stop, and if so ends with a {@link CancellationException}
     * @throws io.grpc.StatusRuntimeException RESOURCE_EXHAUSTED: too many wait already
     */
    <T> void start(Function<BooleanSupplier, T> work, ServerCallStreamObserver<T> client) {
        Runnable task = Context.current().wrap(() -> run(work, client));
        client.setOnCancelHandler(() -> thread.remove(task));
        try {
            thread.execute(task);
        } catch (RejectedExecutionException _) {
            throw LabStatus.exception(
                    Status.Code.RESOURCE_EXHAUSTED,
                    busy,
                    "one " + what + " runs and " + waiting + (waiting == 1 ? " waits" : " wait")
                            + ", which is all that is allowed; wait until one has ended",
                    Map.of("running", "1", "waiting", Integer.toString(waiting)));
        }
    }

    // Whatever goes wrong must reach the caller, who would wait for ever otherwise.
    @SuppressWarnings("CatchingUnchecked")
    private <T> void run(Function<BooleanSupplier, T> work, ServerCallStreamObserver<T> client) {
        try {
            T answer = work.apply(() -> closed || client.isCancelled());
            client.onNext(answer);
            client.onCompleted();
        } catch (CancellationException _) {
            if (!client.isCancelled()) {
                client.onError(LabStatus.exception(
                        Status.Code.UNAVAILABLE, "POD_LEAVES", "this pod leaves; ask again, another one answers"));
            }
        } catch (RuntimeException | Error e) {
            client.onError(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdown();
    }
}
