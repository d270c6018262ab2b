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
import sevenlayers.balancer.v1.SimulateResponse;
import sevenlayers.chassis.errors.LabStatus;

/**
 * The simulations under way and those that wait for their turn.
 *
 * <p>They run on one thread of their own: one simulation takes a whole core for as long as it lasts, and the rest of the pod has calls to
 * carry.
 */
final class Simulations implements AutoCloseable {
    /** So many may wait. */
    static final int WAITING = 3;

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("simulator").daemon().factory());
    private volatile boolean closed;

    Simulations() {
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a simulation when it is its turn, and answers. A call that is cancelled makes room at once.
     *
     * @throws io.grpc.StatusRuntimeException RESOURCE_EXHAUSTED: too many wait already
     */
    void start(Simulation simulation, ServerCallStreamObserver<SimulateResponse> client) {
        Runnable task = Context.current().wrap(() -> run(simulation, client));
        client.setOnCancelHandler(() -> thread.remove(task));
        try {
            thread.execute(task);
        } catch (RejectedExecutionException _) {
            throw LabStatus.exception(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "SIMULATOR_BUSY",
                    "one simulation runs and " + WAITING
                            + " wait, which is all that is allowed; wait until one has ended",
                    Map.of("running", "1", "waiting", Integer.toString(WAITING)));
        }
    }

    // Whatever goes wrong must reach the caller, who would wait for ever otherwise.
    @SuppressWarnings("CatchingUnchecked")
    private void run(Simulation simulation, ServerCallStreamObserver<SimulateResponse> client) {
        try {
            SimulateResponse answer =
                    SimulatorMessages.response(simulation, simulation.run(() -> closed || client.isCancelled()));
            client.onNext(answer);
            client.onCompleted();
        } catch (CancellationException e) {
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
