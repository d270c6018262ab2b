package sevenlayers.node;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import sevenlayers.chassis.connection.ConnectionListener;
import sevenlayers.chassis.connection.ConnectionTable;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.chassis.v1.Connection;
import sevenlayers.node.v1.ConnectionEvent;
import sevenlayers.node.v1.ConnectionEvent.Kind;
import sevenlayers.node.v1.WatchConnectionsResponse;

/**
 * One caller that watches the connections' lives.
 *
 * <p>Events come on the connections' event loops, which must not wait for a slow watcher: they are queued, and a watcher that falls
 * {@link #BEHIND} events behind is told so and left.
 */
final class ConnectionWatch implements ConnectionListener {

    /** Events that may wait for a watcher to read them. */
    static final int BEHIND = 10_000;

    private final boolean calls;
    private final ServerCallStreamObserver<WatchConnectionsResponse> out;
    private final InstantSource clock;
    private final Queue<ConnectionEvent> waiting = new ArrayDeque<>();

    private boolean begun;
    private boolean ended;

    ConnectionWatch(boolean calls, ServerCallStreamObserver<WatchConnectionsResponse> out, InstantSource clock) {
        this.calls = calls;
        this.out = out;
        this.clock = clock;
    }

    /** Tells of the connections that are open, then of what happens. */
    void begin(ConnectionTable connections) {
        // Not under this object's lock: the table tells its listeners
        // under its own, and the two would wait for each other.
        List<Connection> open = connections.listen(this);
        synchronized (this) {
            List<ConnectionEvent> sinceThen = List.copyOf(waiting);
            waiting.clear();
            open.forEach(connection ->
                    waiting.add(event(Kind.KIND_OPENED, connection).build()));
            waiting.addAll(sinceThen);
            begun = true;
            send();
        }
    }

    @Override
    public void opened(Connection connection) {
        add(event(Kind.KIND_OPENED, connection));
    }

    @Override
    public void call(Connection connection, String method) {
        if (calls) {
            add(event(Kind.KIND_CALL, connection).setDetail(method));
        }
    }

    @Override
    public void goaway(Connection connection, Cause cause, String detail) {
        add(event(Kind.KIND_GOAWAY, connection).setCause(cause(cause)).setDetail(detail));
    }

    @Override
    public void closed(Connection connection, Cause cause, String detail) {
        add(event(Kind.KIND_CLOSED, connection).setCause(cause(cause)).setDetail(detail));
    }

    /** Sends what waits, for as long as the transport takes it. */
    synchronized void send() {
        while (begun && !ended && !waiting.isEmpty() && out.isReady()) {
            out.onNext(WatchConnectionsResponse.newBuilder()
                    .setEvent(waiting.remove())
                    .build());
        }
    }

    /** Ends the watch with this status, after what waits. */
    synchronized void fail(StatusRuntimeException status) {
        if (!ended) {
            send();
            ended = true;
            waiting.clear();
            out.onError(status);
        }
    }

    private synchronized void add(ConnectionEvent.Builder event) {
        if (ended) {
            return;
        }
        waiting.add(event.build());
        send();
        if (waiting.size() > BEHIND) {
            fail(LabStatus.exception(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "WATCH_TOO_SLOW",
                    "This watch is %,d events behind; allowed: %,d. Read faster, or watch without calls."
                            .formatted(waiting.size(), BEHIND)));
        }
    }

    private ConnectionEvent.Builder event(Kind kind, Connection connection) {
        Instant now = clock.instant();
        return ConnectionEvent.newBuilder()
                .setKind(kind)
                .setConnection(connection)
                .setAt(Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()));
    }

    private static ConnectionEvent.Cause cause(Cause cause) {
        return switch (cause) {
            case AGE -> ConnectionEvent.Cause.CAUSE_AGE;
            case PEER -> ConnectionEvent.Cause.CAUSE_PEER;
            case ERROR -> ConnectionEvent.Cause.CAUSE_ERROR;
            case DRAIN -> ConnectionEvent.Cause.CAUSE_DRAIN;
        };
    }
}
