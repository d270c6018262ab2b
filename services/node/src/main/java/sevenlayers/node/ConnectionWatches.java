package sevenlayers.node;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sevenlayers.chassis.connection.ConnectionTable;
import sevenlayers.chassis.drain.Drainable;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.node.v1.WatchConnectionsResponse;

/** The watches that go on. A watch has no end of its own, so a pod that drains ends them all: it would wait for them in vain. */
final class ConnectionWatches implements Drainable {

    private final ConnectionTable connections;
    private final InstantSource clock;
    private final Set<ConnectionWatch> watches = ConcurrentHashMap.newKeySet();

    ConnectionWatches(ConnectionTable connections, InstantSource clock) {
        this.connections = connections;
        this.clock = clock;
    }

    /** Begins to report to this caller, until it leaves. */
    void begin(boolean calls, ServerCallStreamObserver<WatchConnectionsResponse> out) {
        ConnectionWatch watch = new ConnectionWatch(calls, out, clock);
        out.setOnCancelHandler(() -> end(watch));
        out.setOnCloseHandler(() -> end(watch)); // ended from here: that is no cancellation
        out.setOnReadyHandler(watch::send);
        watches.add(watch);
        watch.begin(connections);
    }

    private void end(ConnectionWatch watch) {
        watches.remove(watch);
        connections.forget(watch);
    }

    /** Ends every watch, after the GOAWAY that it has just been told of. */
    @Override
    public void goAway() {
        watches.forEach(watch -> {
            end(watch);
            watch.fail(LabStatus.exception(
                    Status.Code.UNAVAILABLE, "POD_DRAINING", "The pod is shutting down, and the watch with it."));
        });
    }

    @Override
    public boolean awaitIdle(Duration atMost) {
        return true;
    }
}
