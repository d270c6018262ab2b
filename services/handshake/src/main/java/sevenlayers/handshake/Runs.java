package sevenlayers.handshake;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.handshake.memory.OutOfMemory;
import sevenlayers.handshake.memory.Pool;

/**
 * Simulations under way. Each goes on for a slice at a time and then lets the others go on: a run of an hour takes no more than its share
 * from one of a millisecond. One whose caller does not read stands still until he does.
 */
@Singleton
final class Runs {
    static final int MOST = 64;
    /** Of those that may wait for their callers: they take nobody's time while they do. */
    static final int MOST_SESSIONS = 256;

    /** What is left of the heap besides: the framework and what its calls need at once. */
    private static final long KEPT_BYTES = 64L << 20;

    private static final long MOST_BYTES = 256L << 20;

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();
    private final Pool memory =
            new Pool(Math.clamp(Runtime.getRuntime().maxMemory() - KEPT_BYTES, KEPT_BYTES / 4, MOST_BYTES));
    private final ExecutorService threads = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().name("simulation-", 0).daemon().factory());

    /** A run in slices. */
    interface Sliced {
        /** Goes on for a while; false: it has ended, and all has been said. */
        boolean goOn();
    }

    /** What a run may hold together with the others. */
    Allowance allowance() {
        return Allowance.of(memory);
    }

    /** How a run stands after a slice. */
    enum Progress {
        MORE,
        /** For its caller to say something; whoever hears it wakes the run. */
        WAITS,
        ENDED
    }

    /** A run in slices that may have to wait. */
    interface Stepped {
        Progress goOn();
    }

    /**
     * Lets a run go on until it has ended or its caller has gone.
     *
     * @throws io.grpc.StatusRuntimeException RESOURCE_EXHAUSTED: too many run already
     */
    <T> void start(ServerCallStreamObserver<T> caller, Allowance allowance, Sliced run) {
        if (running.incrementAndGet() > MOST) {
            running.decrementAndGet();
            throw tooMany("TOO_MANY_SIMULATIONS", MOST + " simulations run", MOST);
        }
        start(new Task<>(caller, allowance, () -> run.goOn() ? Progress.MORE : Progress.ENDED, running));
    }

    /**
     * The same for a session, which waits for its caller now and then.
     *
     * @return wakes it
     * @throws io.grpc.StatusRuntimeException RESOURCE_EXHAUSTED: there are too many already
     */
    <T> Runnable startSession(ServerCallStreamObserver<T> caller, Allowance allowance, Stepped session) {
        if (sessions.incrementAndGet() > MOST_SESSIONS) {
            sessions.decrementAndGet();
            throw tooMany("TOO_MANY_SESSIONS", MOST_SESSIONS + " sessions are open", MOST_SESSIONS);
        }
        return start(new Task<>(caller, allowance, session, sessions));
    }

    private static <T> Runnable start(Task<T> task) {
        task.caller.setOnReadyHandler(task::wake);
        task.caller.setOnCancelHandler(task::wake);
        task.wake();
        return task::wake;
    }

    private static StatusRuntimeException tooMany(String reason, String what, int most) {
        return LabStatus.exception(
                Status.Code.RESOURCE_EXHAUSTED,
                reason,
                what + ", which is all that is allowed; wait until one has ended",
                Map.of("running", Integer.toString(most)));
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }

    private final class Task<T> implements Runnable {
        private final ServerCallStreamObserver<T> caller;
        private final Allowance allowance;
        private final Stepped run;
        /** One of those that are counted here. */
        private final AtomicInteger counted;

        private final Context context = Context.current();
        /** How often it was woken and has not yet looked: above 0 it is in line, and nobody else puts it there. */
        private final AtomicInteger woken = new AtomicInteger();

        private boolean ended;

        Task(ServerCallStreamObserver<T> caller, Allowance allowance, Stepped run, AtomicInteger counted) {
            this.caller = caller;
            this.allowance = allowance;
            this.run = run;
            this.counted = counted;
        }

        void wake() {
            if (woken.getAndIncrement() == 0) {
                threads.execute(context.wrap(this));
            }
        }

        // Whatever goes wrong must reach the caller, who would wait for ever otherwise.
        @Override
        @SuppressWarnings("CatchingUnchecked")
        public void run() {
            int seen = woken.get();
            boolean more = false;
            try {
                if (!ended && caller.isCancelled()) {
                    end();
                } else if (!ended && caller.isReady()) {
                    Progress progress = run.goOn();
                    more = progress == Progress.MORE;
                    if (progress == Progress.ENDED) {
                        end();
                        caller.onCompleted();
                    }
                }
            } catch (RuntimeException | Error e) {
                if (!ended) {
                    end();
                }
                caller.onError(e instanceof OutOfMemory ? tooLarge(e) : e);
                more = false;
            }
            if (woken.addAndGet(more ? 1 - seen : -seen) > 0) {
                threads.execute(context.wrap(this));
            }
        }

        private void end() {
            ended = true;
            allowance.close();
            counted.decrementAndGet();
        }

        private StatusRuntimeException tooLarge(Throwable full) {
            return LabStatus.exception(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "SIMULATION_TOO_LARGE",
                    full.getMessage()
                            + "; ask for fewer connections, smaller buffers, shorter queues or a lower rate or delay, or wait until other"
                            + " simulations have ended",
                    Map.of("free_bytes", Long.toString(memory.freeBytes())));
        }
    }
}
