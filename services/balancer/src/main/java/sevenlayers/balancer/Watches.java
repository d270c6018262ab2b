package sevenlayers.balancer;

import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.drain.Drainable;

/**
 * The open streams of those who watch. Each has a virtual thread that sends while its client reads and sleeps otherwise; what happens
 * only wakes it, so no watcher, however slow, holds up the data path.
 */
final class Watches implements Drainable {
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

    /** Sends messages until the client ends the call or the pod leaves. */
    <R> void start(ServerCallStreamObserver<R> client, Feed feed, Messages<R> messages) {
        Thread sender = Thread.ofVirtual().name("watch").unstarted(() -> send(client, feed, messages));
        client.setOnReadyHandler(() -> LockSupport.unpark(sender));
        client.setOnCancelHandler(() -> LockSupport.unpark(sender));
        open.add(sender);
        sender.start();
    }

    private <R> void send(ServerCallStreamObserver<R> client, Feed feed, Messages<R> messages) {
        Thread self = Thread.currentThread();
        try (Handle _ = feed.watch(() -> LockSupport.unpark(self))) {
            while (!client.isCancelled() && !leaving) {
                R next = client.isReady() ? messages.next() : null;
                if (next == null) {
                    LockSupport.park(this);
                } else {
                    client.onNext(next);
                }
            }
            if (!client.isCancelled()) {
                client.onCompleted();
            }
        } finally {
            open.remove(self);
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
