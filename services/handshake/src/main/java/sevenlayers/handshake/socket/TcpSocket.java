package sevenlayers.handshake.socket;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.host.Listener;
import sevenlayers.handshake.tcp.TcpConnection;
import sevenlayers.handshake.tcp.TcpState;

/** What is behind a descriptor. */
final class TcpSocket {
    /** How far it has got with {@code connect}. */
    enum Opening {
        NOT_BEGUN,
        UNDER_WAY,
        /** It is open, and the program has not heard of it by {@code connect}. */
        UNTOLD,
        TOLD
    }

    private final int fd;
    final SocketOptions options;
    boolean nonBlocking;
    Place bound = Place.ANY;
    Opening opening = Opening.NOT_BEGUN;

    @Nullable
    Listener listener;

    @Nullable
    HostConnection connection;
    /** {@code SO_ERROR}: to be told once. */
    @Nullable
    Errno error;

    boolean readingShut;
    boolean writingShut;
    boolean closed;
    /** The urgent byte, taken out of the stream and not yet read; -1: there is none. */
    int urgentByte = -1;
    /** Whether the urgent byte that lies ahead has been read by MSG_OOB. */
    boolean urgentRead;

    TcpSocket(int fd, SocketOptions options) {
        this.fd = fd;
        this.options = options;
    }

    int fd() {
        return fd;
    }

    @Nullable
    TcpConnection tcp() {
        return connection == null ? null : connection.tcp();
    }

    TcpState state() {
        if (listener != null) {
            return TcpState.LISTEN;
        }
        return connection == null ? TcpState.CLOSED : connection.tcp().state();
    }

    /** Whether data may pass, or could until now. */
    boolean isConnected() {
        TcpState state = state();
        return state != TcpState.CLOSED
                && state != TcpState.LISTEN
                && state != TcpState.SYN_SENT
                && state != TcpState.SYN_RECEIVED;
    }

    boolean isOpening() {
        TcpState state = state();
        return state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED;
    }

    /** Whether the stream has an end: nothing will be added to what can be read. */
    boolean streamHasEnded() {
        TcpConnection tcp = tcp();
        return readingShut || tcp != null && (tcp.peerClosed() || tcp.state() == TcpState.CLOSED);
    }

    /** Takes the error, so that it is told once. */
    @Nullable
    Errno takeError() {
        Errno taken = error;
        error = null;
        return taken;
    }
}
