package sevenlayers.handshake.socket;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.host.ConnectionUser;
import sevenlayers.handshake.host.Host;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.tcp.TcpConnection;
import sevenlayers.handshake.tcp.TcpInfo;
import sevenlayers.handshake.tcp.TcpNotification;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.handshake.time.Scheduler;
import sevenlayers.wire.Bytes;

/** A process on a host: its descriptors, and the calls that it makes. */
public final class Sockets {
    /** As many descriptors as a process has. */
    public static final int MOST = 1_024;
    /** After stdin, stdout and stderr. */
    private static final int FIRST = 3;

    private final Host host;
    private final Waiting waiting;
    private final TreeMap<Integer, TcpSocket> open = new TreeMap<>();
    private final Opening opening;
    private final Transfer transfer;
    private final Polling polling;
    private final OptionCalls options;

    public Sockets(Host host, Scheduler scheduler) {
        this.host = host;
        waiting = new Waiting(scheduler);
        opening = new Opening(this, host, waiting);
        transfer = new Transfer(waiting);
        polling = new Polling(this, waiting);
        options = new OptionCalls(host);
    }

    /** How many calls wait. */
    public int waiting() {
        return waiting.count();
    }

    /** Makes a call. {@code completion} is told what it returned: before this method returns, or later where the call blocks. */
    public void call(SocketCall call, Consumer<CallResult> completion) {
        switch (call) {
            case SocketCall.Open(boolean nonBlocking) -> completion.accept(open(nonBlocking));
            case SocketCall.Bind(int fd, Place place) -> with(fd, completion, socket -> opening.bind(socket, place));
            case SocketCall.Listen(int fd, int backlog) ->
                with(fd, completion, socket -> opening.listen(socket, backlog));
            case SocketCall.Accept(int fd, boolean nonBlocking) ->
                on(fd, completion, socket -> opening.accept(socket, nonBlocking, completion));
            case SocketCall.Connect(int fd, Place place) ->
                on(fd, completion, socket -> opening.connect(socket, place, completion));
            case SocketCall.Send(int fd, Bytes data, Set<MessageFlag> flags) ->
                on(fd, completion, socket -> transfer.send(socket, data, flags, completion));
            case SocketCall.Receive(int fd, int size, Set<MessageFlag> flags) ->
                on(fd, completion, socket -> transfer.receive(socket, size, flags, completion));
            case SocketCall.Poll(List<PollEntry> entries, int timeoutMillis) ->
                polling.poll(entries, timeoutMillis, completion);
            case SocketCall.Shutdown(int fd, SocketCall.How how) ->
                with(fd, completion, socket -> shutdown(socket, how));
            case SocketCall.Close(int fd) -> on(fd, completion, socket -> close(socket, completion));
            case SocketCall.SetOption(int fd, SocketCall.Level level, String name, OptionValue value) ->
                with(fd, completion, socket -> options.set(socket, level, name, value));
            case SocketCall.GetOption(int fd, SocketCall.Level level, String name) ->
                with(fd, completion, socket -> options.get(socket, level, name));
            case SocketCall.NonBlocking(int fd, boolean on) ->
                with(fd, completion, socket -> {
                    socket.nonBlocking = on;
                    return CallResult.ZERO;
                });
            case SocketCall.Ioctl(int fd, SocketCall.Request request) ->
                with(fd, completion, socket -> ioctl(socket, request));
            case SocketCall.LocalName(int fd) -> with(fd, completion, opening::localName);
            case SocketCall.PeerName(int fd) -> with(fd, completion, opening::peerName);
        }
        waiting.news();
    }

    private interface Answer {
        CallResult of(TcpSocket socket);
    }

    private void with(int fd, Consumer<CallResult> completion, Answer answer) {
        on(fd, completion, socket -> completion.accept(answer.of(socket)));
    }

    private void on(int fd, Consumer<CallResult> completion, Consumer<TcpSocket> call) {
        TcpSocket socket = open.get(fd);
        if (socket == null) {
            completion.accept(new CallResult.Failed(Errno.EBADF, fd + " is no open descriptor."));
        } else {
            call.accept(socket);
        }
    }

    // ---- descriptors

    @Nullable
    TcpSocket find(int fd) {
        return open.get(fd);
    }

    Collection<TcpSocket> all() {
        return open.values();
    }

    private CallResult open(boolean nonBlocking) {
        TcpSocket socket = create(new SocketOptions());
        if (socket == null) {
            return CallResult.failed(Errno.EMFILE);
        }
        socket.nonBlocking = nonBlocking;
        return new CallResult.Returned(socket.fd());
    }

    /** With the lowest number that is free (POSIX, 2.6); null where there are too many. */
    @Nullable
    TcpSocket create(SocketOptions options) {
        if (open.size() >= MOST) {
            return null;
        }
        int fd = FIRST;
        while (open.containsKey(fd)) {
            fd++;
        }
        TcpSocket socket = new TcpSocket(fd, options);
        open.put(fd, socket);
        return socket;
    }

    /** The descriptor of a connection; -1: no program has it, or none has it any more. */
    public int descriptor(HostConnection connection) {
        for (TcpSocket socket : open.values()) {
            if (socket.connection == connection) {
                return socket.fd();
            }
        }
        return -1;
    }

    /** Its connection; null where the descriptor is none, or has none. */
    public @Nullable HostConnection connection(int fd) {
        TcpSocket socket = open.get(fd);
        return socket == null ? null : socket.connection;
    }

    /** {@code getsockopt(TCP_INFO)}; null as above. */
    public @Nullable TcpInfo info(int fd) {
        HostConnection connection = connection(fd);
        return connection == null ? null : connection.tcp().info(host.nowNanos());
    }

    /** What happens to the connection of a socket. */
    void notified(TcpSocket socket, TcpNotification what) {
        switch (what) {
            case CONNECTED -> {
                if (socket.opening == TcpSocket.Opening.UNDER_WAY) {
                    socket.opening = TcpSocket.Opening.UNTOLD;
                }
            }
            case REFUSED, RESET, TIMED_OUT, UNREACHABLE -> {
                TcpConnection tcp = socket.tcp();
                if (tcp != null) {
                    socket.error = Failures.of(what, tcp, socket.writingShut);
                }
            }
            case READABLE, WRITABLE, ALL_ACKNOWLEDGED, URGENT, PEER_CLOSED, NEGATIVE_ADVICE, CLOSED -> {}
        }
        waiting.news();
    }

    // ---- closing

    private CallResult shutdown(TcpSocket socket, SocketCall.How how) {
        if (socket.listener != null) {
            if (how != SocketCall.How.SHUT_WR) {
                socket.listener.close(); // Linux: the socket listens no more, and may do so again
                socket.listener = null;
            }
            return CallResult.ZERO;
        }
        HostConnection connection = socket.connection;
        if (connection == null || socket.state() == TcpState.CLOSED) {
            return CallResult.failed(Errno.ENOTCONN);
        }
        if (socket.state() == TcpState.SYN_SENT) {
            connection.abort(); // Linux: nothing is under way any more
            socket.connection = null;
            socket.opening = TcpSocket.Opening.NOT_BEGUN;
            return CallResult.ZERO;
        }
        socket.readingShut |= how != SocketCall.How.SHUT_WR;
        if (how != SocketCall.How.SHUT_RD) {
            socket.writingShut = true;
            connection.shutdown();
        }
        return CallResult.ZERO;
    }

    private void close(TcpSocket socket, Consumer<CallResult> completion) {
        open.remove(socket.fd());
        socket.closed = true;
        waiting.closed(socket);
        HostConnection connection = socket.connection;
        if (socket.listener != null) {
            socket.listener.close();
            completion.accept(CallResult.ZERO);
        } else if (connection == null || connection.isGone()) {
            completion.accept(CallResult.ZERO);
        } else if (socket.options.lingerSeconds == 0) {
            connection.abort();
            completion.accept(CallResult.ZERO);
        } else {
            connection.run(() -> connection.tcp().cork(host.nowNanos(), false));
            connection.close();
            linger(socket, connection, completion);
        }
    }

    /** SO_LINGER: waits until all is acknowledged, the FIN included, or the time is over. It waits in a non-blocking socket, too. */
    private void linger(TcpSocket socket, HostConnection connection, Consumer<CallResult> completion) {
        Supplier<@Nullable CallResult> gone = () -> isOut(connection.tcp().state()) ? CallResult.ZERO : null;
        CallResult now = gone.get();
        if (now != null || socket.options.lingerSeconds < 0) {
            completion.accept(CallResult.ZERO);
        } else {
            long most = socket.options.linger().toNanos();
            waiting.until(socket, gone, most, () -> CallResult.ZERO, completion);
        }
    }

    private static boolean isOut(TcpState state) {
        return switch (state) {
            case FIN_WAIT_1, CLOSING, LAST_ACK -> false;
            case CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_2, CLOSE_WAIT, TIME_WAIT -> true;
        };
    }

    // ---- asking

    private static CallResult ioctl(TcpSocket socket, SocketCall.Request request) {
        TcpConnection tcp = socket.tcp();
        if (socket.listener != null) {
            return new CallResult.Failed(Errno.EINVAL, "A socket that listens has no data.");
        }
        if (tcp == null) {
            return CallResult.ZERO;
        }
        boolean opening = socket.isOpening();
        long found = switch (request) {
            case FIONREAD, SIOCINQ -> opening ? 0 : Transfer.readable(socket, tcp);
            case SIOCOUTQ -> opening ? 0 : Math.max(tcp.sendBufferBytes(), tcp.sndNxt() - tcp.sndUna());
            case SIOCOUTQNSD -> opening ? 0 : tcp.unsentBytes();
            case SIOCATMARK -> tcp.urgentMark() == 0 ? 1 : 0;
        };
        return new CallResult.Returned(found);
    }

    /** To be told of what happens to the socket's connection. */
    ConnectionUser user(TcpSocket socket) {
        return (HostConnection connection, TcpNotification what, Rule _) -> {
            socket.connection = connection;
            notified(socket, what);
        };
    }
}
