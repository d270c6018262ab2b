package sevenlayers.balancer;

import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import sevenlayers.balancer.decision.DecisionLog;
import sevenlayers.balancer.decision.Layer;
import sevenlayers.balancer.v1.WatchDecisionsResponse;
import sevenlayers.chassis.drain.Drainable;

/**
 * The open {@code WatchDecisions} streams. Each has a virtual thread that sends while its client reads and sleeps otherwise; a
 * decision only wakes it, so no watcher, however slow, holds up the data path.
 */
final class Watches implements Drainable {
    private final DecisionLog decisions;
    private final Set<Thread> open = ConcurrentHashMap.newKeySet();
    private volatile boolean leaving;

    Watches(DecisionLog decisions) {
        this.decisions = decisions;
    }

    /** Sends decisions until the client ends the call or the pod leaves. */
    void start(ServerCallStreamObserver<WatchDecisionsResponse> client, int past, Set<Layer> layers) {
        Thread sender = Thread.ofVirtual().name("watch").unstarted(() -> send(client, past, layers));
        client.setOnReadyHandler(() -> LockSupport.unpark(sender));
        client.setOnCancelHandler(() -> LockSupport.unpark(sender));
        open.add(sender);
        sender.start();
    }

    private void send(ServerCallStreamObserver<WatchDecisionsResponse> client, int past, Set<Layer> layers) {
        Thread self = Thread.currentThread();
        try (DecisionLog.Watch _ = decisions.watch(() -> LockSupport.unpark(self))) {
            DecisionLog.Reader reader = decisions.reader(past, layers);
            while (!client.isCancelled() && !leaving) {
                DecisionLog.Read next = client.isReady() ? reader.next() : null;
                if (next == null) {
                    LockSupport.park(this);
                } else {
                    client.onNext(Messages.response(next));
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
