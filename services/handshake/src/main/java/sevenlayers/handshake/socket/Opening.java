package sevenlayers.handshake.socket;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.host.Host;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.host.Listener;
import sevenlayers.handshake.tcp.TcpState;

/** bind, listen, accept and connect. */
final class Opening {
    /** Linux's {@code somaxconn}. */
    private static final int MOST_BACKLOG = 4_096;

    private static final int FIRST_EPHEMERAL_PORT = 32_768;
    private static final int AFTER_EPHEMERAL_PORTS = 61_000;

    private final Sockets sockets;
    private final Host host;
    private final Waiting waiting;

    Opening(Sockets sockets, Host host, Waiting waiting) {
        this.sockets = sockets;
        this.host = host;
        this.waiting = waiting;
    }

    // ---- names

    CallResult bind(TcpSocket socket, Place place) {
        if (socket.bound.port() != 0 || socket.connection != null || socket.listener != null) {
            return new CallResult.Failed(Errno.EINVAL, "The socket has a local port already.");
        }
        if (place.address() != 0 && place.address() != host.address()) {
            return new CallResult.Failed(Errno.EADDRNOTAVAIL, "The host has another address.");
        }
        int port = place.port() == 0 ? freePort() : place.port();
        if (port < 0) {
            return new CallResult.Failed(Errno.EADDRINUSE, "No local port is left.");
        }
        if (isTaken(socket, port)) {
            return new CallResult.Failed(Errno.EADDRINUSE, "Port " + port + " is in use.");
        }
        socket.bound = new Place(place.address(), port);
        return CallResult.ZERO;
    }

    /** A port may be shared by sockets that both say SO_REUSEADDR, as long as none of them listens. */
    private boolean isTaken(TcpSocket by, int port) {
        for (TcpSocket other : sockets.all()) {
            if (other == by || other.bound.port() != port) {
                continue;
            }
            boolean both = by.options.reuseAddress && other.options.reuseAddress && other.listener == null
                    || by.options.reusePort && other.options.reusePort;
            if (!both) {
                return true;
            }
        }
        return !by.options.reuseAddress
                && host.connections().stream().anyMatch(connection -> connection.localPort() == port);
    }

    private int freePort() {
        TcpSocket nobody = new TcpSocket(-1, new SocketOptions());
        for (int port = FIRST_EPHEMERAL_PORT; port < AFTER_EPHEMERAL_PORTS; port++) {
            if (!isTaken(nobody, port)) {
                return port;
            }
        }
        return -1;
    }

    CallResult localName(TcpSocket socket) {
        HostConnection connection = socket.connection;
        if (connection != null) {
            return new CallResult.Named(new Place(host.address(), connection.localPort()));
        }
        return new CallResult.Named(socket.bound);
    }

    CallResult peerName(TcpSocket socket) {
        HostConnection connection = socket.connection;
        if (connection == null || !socket.isConnected()) {
            return CallResult.failed(Errno.ENOTCONN);
        }
        return new CallResult.Named(new Place(connection.remote(), connection.remotePort()));
    }

    // ---- passive

    CallResult listen(TcpSocket socket, int backlog) {
        int most = backlog < 0 ? MOST_BACKLOG : Math.min(backlog, MOST_BACKLOG); // Linux: negative is very large
        if (socket.listener != null) {
            socket.listener.backlog(most);
            return CallResult.ZERO;
        }
        if (socket.connection != null && socket.state() != TcpState.CLOSED) {
            return new CallResult.Failed(Errno.EINVAL, "The socket is connected, or about to be.");
        }
        if (socket.bound.port() == 0) {
            int port = freePort();
            if (port < 0) {
                return CallResult.failed(Errno.EADDRINUSE);
            }
            socket.bound = new Place(0, port);
        }
        Listener listener = host.listen(
                socket.bound.port(),
                most,
                socket.options.over(host.settings()),
                socket.options.ip(),
                news -> waiting.news());
        if (listener == null) {
            return new CallResult.Failed(
                    Errno.EADDRINUSE, "Another socket listens on port " + socket.bound.port() + ".");
        }
        socket.listener = listener;
        return CallResult.ZERO;
    }

    void accept(TcpSocket socket, boolean nonBlocking, Consumer<CallResult> completion) {
        CallResult now = tryAccept(socket, nonBlocking);
        if (now != null) {
            completion.accept(now);
        } else if (socket.nonBlocking) {
            completion.accept(new CallResult.Failed(Errno.EAGAIN, "No connection waits to be accepted."));
        } else {
            waiting.until(
                    socket,
                    () -> tryAccept(socket, nonBlocking),
                    socket.options.receiveTimeoutNanos(),
                    () -> new CallResult.Failed(Errno.EAGAIN, "No connection came in the time of SO_RCVTIMEO."),
                    completion);
        }
    }

    private @Nullable CallResult tryAccept(TcpSocket socket, boolean nonBlocking) {
        Listener listener = socket.listener;
        if (listener == null) {
            return new CallResult.Failed(Errno.EINVAL, "The socket does not listen.");
        }
        if (listener.waiting() == 0) {
            return null;
        }
        TcpSocket accepted = sockets.create(socket.options.copy());
        if (accepted == null) {
            return CallResult.failed(Errno.EMFILE);
        }
        HostConnection connection = listener.accept(sockets.user(accepted));
        if (connection == null) {
            throw new IllegalStateException("a connection waited, and there is none");
        }
        accepted.nonBlocking = nonBlocking;
        accepted.connection = connection;
        accepted.opening = TcpSocket.Opening.TOLD;
        begins(accepted, connection);
        accepted.bound = new Place(host.address(), connection.localPort());
        return new CallResult.Accepted(accepted.fd(), new Place(connection.remote(), connection.remotePort()));
    }

    // ---- active

    void connect(TcpSocket socket, Place to, Consumer<CallResult> completion) {
        CallResult now = begin(socket, to);
        if (now != null) {
            completion.accept(now);
        } else if (socket.nonBlocking) {
            completion.accept(CallResult.failed(Errno.EINPROGRESS));
        } else {
            waiting.until(
                    socket,
                    () -> outcome(socket),
                    socket.options.sendTimeoutNanos(),
                    () -> CallResult.failed(Errno.EINPROGRESS),
                    completion);
        }
    }

    /** Null: it is under way. */
    private @Nullable CallResult begin(TcpSocket socket, Place to) {
        if (socket.listener != null) {
            return new CallResult.Failed(Errno.EISCONN, "The socket listens.");
        }
        switch (socket.opening) {
            case UNDER_WAY -> {
                CallResult outcome = outcome(socket);
                return outcome == null && socket.nonBlocking ? CallResult.failed(Errno.EALREADY) : outcome;
            }
            case UNTOLD -> {
                return outcome(socket);
            }
            case TOLD -> {
                return CallResult.failed(Errno.EISCONN);
            }
            case NOT_BEGUN -> {}
        }
        int remote = to.address() == 0 ? host.address() : to.address();
        if (remote >>> 28 >= 0xe) {
            return new CallResult.Failed(Errno.ENETUNREACH, "Nobody can be at a multicast or broadcast address.");
        }
        int port = socket.bound.port() == 0 ? host.ephemeralPort(remote, to.port()) : socket.bound.port();
        if (port < 0) {
            return new CallResult.Failed(Errno.EADDRNOTAVAIL, "No local port is left.");
        }
        socket.opening = TcpSocket.Opening.UNDER_WAY;
        HostConnection connection = host.connect(
                port,
                remote,
                to.port(),
                socket.options.over(host.settings()),
                socket.options.ip(),
                sockets.user(socket));
        if (connection == null) {
            socket.opening = TcpSocket.Opening.NOT_BEGUN;
            return new CallResult.Failed(
                    Errno.EADDRNOTAVAIL, "Port " + port + " has, or lately had, a connection with that place.");
        }
        socket.connection = connection;
        socket.bound = new Place(host.address(), port);
        begins(socket, connection);
        return outcome(socket);
    }

    /** What was set before there was a connection, and is no part of its settings. */
    private void begins(TcpSocket socket, HostConnection connection) {
        if (socket.options.cork) {
            connection.run(() -> connection.tcp().cork(host.nowNanos(), true));
        }
        if (!socket.options.quickAck) {
            connection.run(() -> connection.tcp().quickAck(host.nowNanos(), false));
        }
    }

    /** What came of it; null: nothing yet. */
    private static @Nullable CallResult outcome(TcpSocket socket) {
        if (socket.opening == TcpSocket.Opening.UNTOLD) {
            socket.opening = TcpSocket.Opening.TOLD;
            return CallResult.ZERO;
        }
        if (socket.opening == TcpSocket.Opening.NOT_BEGUN) {
            return CallResult.failed(Errno.ECONNABORTED); // another call has ended it
        }
        if (socket.opening == TcpSocket.Opening.UNDER_WAY && socket.state() == TcpState.CLOSED) {
            Errno error = socket.takeError();
            socket.opening = TcpSocket.Opening.NOT_BEGUN;
            socket.connection = null;
            return CallResult.failed(error == null ? Errno.ECONNABORTED : error);
        }
        return null;
    }
}
