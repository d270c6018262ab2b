package sevenlayers.chassis.connection;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.v1.Connection;

/** One TCP connection that this pod accepted, from accept to close. What happens to it is told to the table's listeners. */
public final class AcceptedConnection {
    private record Farewell(ConnectionListener.Cause cause, String detail) {}

    private static final Farewell PEER = new Farewell(ConnectionListener.Cause.PEER, "the other end closed it");

    private final ConnectionTable table;
    private final long number;
    private final @Nullable SocketAddress local;
    private final @Nullable SocketAddress remote;
    private final long openedNanos;
    private final AtomicLong calls = new AtomicLong();
    private final Set<Runnable> atClose = ConcurrentHashMap.newKeySet();

    /** Why it goes, once that is known; guarded by the table's order, as is {@link #closed}. */
    private @Nullable Farewell farewell;

    private boolean closed;

    AcceptedConnection(
            ConnectionTable table,
            long number,
            @Nullable SocketAddress local,
            @Nullable SocketAddress remote,
            long openedNanos) {
        this.table = table;
        this.number = number;
        this.local = local;
        this.remote = remote;
        this.openedNanos = openedNanos;
    }

    /** Counts the pod's accepted connections from 1; 0 for one that the transport did not tell of. */
    public long number() {
        return number;
    }

    /** The accepting end, {@code 127.0.0.11:9000}. */
    public String localAddress() {
        return text(local);
    }

    /** The other end. */
    public String remoteAddress() {
        return text(remote);
    }

    /** Time since it was accepted, in microseconds. */
    public long ageMicros() {
        return (table.nanos() - openedNanos) / 1_000;
    }

    /** Calls that it has carried so far. */
    public long calls() {
        return calls.get();
    }

    /** As it is now. */
    public Connection toProto() {
        return toProto(calls());
    }

    /** As it is now, with the number of calls that it had carried at another moment. */
    public Connection toProto(long callsThen) {
        return Connection.newBuilder()
                .setNumber(number)
                .setLocalAddress(localAddress())
                .setRemoteAddress(remoteAddress())
                .setAgeMicros(ageMicros())
                .setCalls(callsThen)
                .build();
    }

    /**
     * A call began on it.
     *
     * @param method full method name
     * @return which one this is, from 1
     */
    public long call(String method) {
        long ordinal = calls.incrementAndGet();
        table.tell(listener -> listener.call(toProto(ordinal), method));
        return ordinal;
    }

    /** This end told the other to go away (RFC 9113 §6.8); only the first time counts, and none after the close. */
    public void goaway(ConnectionListener.Cause cause, String detail) {
        table.inOrder(() -> {
            if (!closed && farewell == null) {
                farewell = new Farewell(cause, detail);
                table.tell(listener -> listener.goaway(toProto(), cause, detail));
            }
        });
    }

    /** Why it is about to close, for a transport that learns of that before the close; {@link #closed} then says so. */
    public void closing(ConnectionListener.Cause cause, String detail) {
        table.inOrder(() -> farewell = new Farewell(cause, detail));
    }

    /** It is closed: for the reason said by {@link #goaway} or {@link #closing}, otherwise because the other end closed it. */
    public void closed() {
        table.inOrder(() -> {
            if (!closed) {
                closed = true;
                table.remove(this);
                Farewell why = farewell == null ? PEER : farewell;
                table.tell(listener -> listener.closed(toProto(), why.cause(), why.detail()));
            }
        });
        atClose.forEach(Runnable::run);
        atClose.clear();
    }

    /** Runs {@code action} when the connection closes, on the thread that notices; until {@link #cancelAtClose}. */
    public void atClose(Runnable action) {
        atClose.add(action);
    }

    /** Does not run {@code action} any more. */
    public void cancelAtClose(Runnable action) {
        atClose.remove(action);
    }

    @Nullable
    SocketAddress local() {
        return local;
    }

    @Nullable
    SocketAddress remote() {
        return remote;
    }

    /** {@code 127.0.0.11:9000}, {@code [::1]:9000}; anything else as it calls itself. */
    private static String text(@Nullable SocketAddress address) {
        if (address == null) {
            return "";
        }
        if (!(address instanceof InetSocketAddress inet)) {
            return address.toString();
        }
        InetAddress ip = inet.getAddress();
        String host = ip == null ? inet.getHostString() : ip.getHostAddress();
        return host.contains(":") ? "[" + host + "]:" + inet.getPort() : host + ":" + inet.getPort();
    }
}
