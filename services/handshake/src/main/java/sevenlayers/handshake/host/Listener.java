package sevenlayers.handshake.host;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.TcpSettings;

/**
 * A port on which a program waits for connections. Those that are open wait to be accepted in a queue of {@code backlog}; while it is full
 * no further handshake begins, and a SYN is thrown away, so that it comes again (RFC 9293 §3.9.1.1 leaves the choice; kernels do so).
 */
public final class Listener {
    /** Told when a connection waits to be accepted. */
    public interface Waiting {
        void connectionWaits(Listener listener);
    }

    private final Host host;
    private final int port;
    private final IpChoices ip;
    private int backlog;
    private final TcpSettings settings;
    private final Waiting waiting;
    private final Set<HostConnection> opening = new HashSet<>();
    private final ArrayDeque<HostConnection> open = new ArrayDeque<>();

    Listener(Host host, int port, int backlog, TcpSettings settings, IpChoices ip, Waiting waiting) {
        this.host = host;
        this.port = port;
        this.backlog = backlog;
        this.settings = settings;
        this.ip = ip;
        this.waiting = waiting;
    }

    public int port() {
        return port;
    }

    TcpSettings settings() {
        return settings;
    }

    /** What the packets of its connections say; their options are the way back. */
    IpChoices ip() {
        return ip;
    }

    /** As {@code listen}, called again, does. */
    public void backlog(int most) {
        backlog = most;
    }

    /** A backlog of 0 lets one wait, as kernels have it. */
    boolean isFull() {
        return open.size() > backlog || opening.size() > Math.max(backlog, 1) + 128;
    }

    void begins(HostConnection connection) {
        opening.add(connection);
    }

    void opened(HostConnection connection) {
        opening.remove(connection);
        open.addLast(connection);
        waiting.connectionWaits(this);
    }

    void ended(HostConnection connection) {
        opening.remove(connection);
        open.remove(connection);
    }

    /** How many wait to be accepted. */
    public int waiting() {
        return open.size();
    }

    /** The next connection, which is the caller's from now on; null where none waits. */
    public @Nullable HostConnection accept(ConnectionUser user) {
        HostConnection next = open.pollFirst();
        if (next != null) {
            next.belongsTo(user);
        }
        return next;
    }

    /** Waits no longer: handshakes under way and connections that nobody has accepted are reset. */
    public void close() {
        host.forget(this);
        for (HostConnection connection : Set.copyOf(opening)) {
            connection.abort();
        }
        for (HostConnection connection : open.toArray(HostConnection[]::new)) {
            connection.abort();
        }
        opening.clear();
        open.clear();
    }
}
