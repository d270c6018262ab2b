package sevenlayers.chassis.connection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.Attributes;
import io.grpc.Grpc;
import java.net.SocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.v1.Connection;

/**
 * The connections that a server has accepted and not yet closed, numbered from 1 in the order in which they came.
 *
 * <p>A grpc-java server puts the entry into the transport's attributes ({@link #ENTRY}); the unified server knows a call's addresses
 * only, so entries are found by both addresses as well: of open connections no two have the same pair.
 */
public final class ConnectionTable {
    /** Where a grpc-java transport carries its entry. */
    public static final Attributes.Key<AcceptedConnection> ENTRY = Attributes.Key.create("sevenlayers.connection");

    private record Ends(
            @Nullable SocketAddress local, @Nullable SocketAddress remote) {}

    private final LongSupplier nanos;
    private final Object order = new Object();
    private final Map<Long, AcceptedConnection> open = new ConcurrentHashMap<>();
    private final Map<Ends, AcceptedConnection> byEnds = new ConcurrentHashMap<>();
    private final List<ConnectionListener> listeners = new CopyOnWriteArrayList<>();

    @GuardedBy("order")
    private long numbers;

    /** A table that tells ages by the JVM's clock. */
    public ConnectionTable() {
        this(System::nanoTime);
    }

    /**
     * A table on another clock.
     *
     * @param nanos a clock that only moves forward, in nanoseconds from anywhere
     */
    public ConnectionTable(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A connection was accepted. */
    public AcceptedConnection opened(@Nullable SocketAddress local, @Nullable SocketAddress remote) {
        synchronized (order) {
            AcceptedConnection connection = new AcceptedConnection(this, ++numbers, local, remote, nanos());
            open.put(connection.number(), connection);
            byEnds.put(new Ends(local, remote), connection);
            tell(listener -> listener.opened(connection.toProto()));
            return connection;
        }
    }

    /** The open connection between these ends. */
    public Optional<AcceptedConnection> between(@Nullable SocketAddress local, @Nullable SocketAddress remote) {
        return Optional.ofNullable(byEnds.get(new Ends(local, remote)));
    }

    /** The connection of a call with these attributes; one without a number when the transport did not tell of it. */
    public AcceptedConnection of(Attributes call) {
        AcceptedConnection carried = call.get(ENTRY);
        if (carried != null) {
            return carried;
        }
        SocketAddress local = call.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
        SocketAddress remote = call.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return between(local, remote).orElseGet(() -> new AcceptedConnection(this, 0, local, remote, nanos()));
    }

    /** The open connections, oldest first. */
    public List<AcceptedConnection> open() {
        return open.values().stream()
                .sorted(Comparator.comparingLong(AcceptedConnection::number))
                .toList();
    }

    /**
     * Tells {@code listener} of everything from now on.
     *
     * @return the connections open at this moment, oldest first: each connection is either in the list or told as opened, and its close
     *     is told
     */
    public List<Connection> listen(ConnectionListener listener) {
        synchronized (order) {
            listeners.add(listener);
            return open().stream().map(AcceptedConnection::toProto).toList();
        }
    }

    /** Tells {@code listener} nothing more. */
    public void forget(ConnectionListener listener) {
        listeners.remove(listener);
    }

    /** One at a time: whoever listens hears openings and closings in one order. */
    void inOrder(Runnable change) {
        synchronized (order) {
            change.run();
        }
    }

    void remove(AcceptedConnection connection) {
        open.remove(connection.number());
        byEnds.remove(new Ends(connection.local(), connection.remote()), connection);
    }

    void tell(Consumer<ConnectionListener> what) {
        listeners.forEach(what);
    }

    long nanos() {
        return nanos.getAsLong();
    }
}
