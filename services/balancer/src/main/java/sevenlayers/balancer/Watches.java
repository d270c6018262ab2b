package sevenlayers.balancer;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.drain.Drainable;
import sevenlayers.chassis.errors.LabStatus;

/**
 * The open streams of those who watch. Each has a virtual thread that sends while its client reads and sleeps otherwise; what happens
 * only wakes it, so no watcher, however slow, holds up the data path. Nor do many: there are {@value #MOST} at most, and one that is
 * awake already is not woken again.
 */
final class Watches implements Drainable {
    static final int MOST = 32;

    private final Set<Thread> open = ConcurrentHashMap.newKeySet();
    private volatile boolean leaving;

    /** Where there is something to watch. */
    @FunctionalInterface
    interface Feed {
        /** Runs the watcher whenever there may be something new, until the handle is closed. */
        Handle watch(Runnable watcher);
    }

    /** Ends a watch. */
    @FunctionalInterface
    interface Handle extends AutoCloseable {
        @Override
        void close();
    }

    /** What is sent. */
    @FunctionalInterface
    interface Messages<R> {
        /** The next message; null if there is none yet. */
        @Nullable
        R next();
    }

    /**
     * Sends messages until the client ends the call or the pod leaves.
     *
     * @throws io.grpc.StatusRuntimeException RESOURCE_EXHAUSTED: too many watch already
     */
    synchronized <R> void start(ServerCallStreamObserver<R> client, Feed feed, Messages<R> messages) {
        if (open.size() >= MOST) {
            throw LabStatus.exception(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "TOO_MANY_WATCHES",
                    MOST + " streams watch this balancer, which is all that is allowed; end one of them",
                    Map.of("open", Integer.toString(MOST)));
        }
        Thread sender = Thread.ofVirtual().name("watch").unstarted(() -> send(client, feed, messages));
        client.setOnReadyHandler(() -> LockSupport.unpark(sender));
        client.setOnCancelHandler(() -> LockSupport.unpark(sender));
        open.add(sender);
        sender.start();
    }

    private <R> void send(ServerCallStreamObserver<R> client, Feed feed, Messages<R> messages) {
        Thread self = Thread.currentThread();
        AtomicBoolean asleep = new AtomicBoolean(); // for lack of something new
        try (Handle _ = feed.watch(() -> wake(self, asleep))) {
            while (!client.isCancelled() && !leaving) {
                boolean ready = client.isReady();
                R next = ready ? messages.next() : null;
                if (next != null) {
                    asleep.set(false);
                    client.onNext(next);
                } else if (!ready) {
                    asleep.set(false); // what is new does not help a client that does not read
                    LockSupport.park(this);
                } else if (!asleep.compareAndSet(false, true)) {
                    LockSupport.park(this);
                } // else it looks once more: what came just now has woken nobody
            }
            if (!client.isCancelled()) {
                client.onCompleted();
            }
        } finally {
            open.remove(self);
        }
    }

    private static void wake(Thread sender, AtomicBoolean asleep) {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            LockSupport.unpark(sender);
        }
    }

    /** A watch has no end of its own, and the pod does not wait for one. */
    @Override
    public void goAway() {
        leaving = true;
        open.forEach(LockSupport::unpark);
    }

    @Override
    public boolean awaitIdle(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (Thread sender : open) {
            if (!sender.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }
}
