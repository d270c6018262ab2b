package sevenlayers.handshake.socket;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.host.Host;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.socket.OptionValue.Linger;
import sevenlayers.handshake.socket.OptionValue.Micros;
import sevenlayers.handshake.socket.OptionValue.Number;
import sevenlayers.handshake.socket.OptionValue.Text;
import sevenlayers.handshake.socket.SocketCall.Level;
import sevenlayers.handshake.tcp.TcpConnection;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.handshake.tcp.congestion.CongestionControls;

/** setsockopt and getsockopt. Ranges are those of Linux's {@code tcp(7)}, {@code socket(7)} and {@code ip(7)}. */
final class OptionCalls {
    private static final int DEFAULT_MSS = 536;
    private static final int SOCK_STREAM = 1;
    private static final int AF_INET = 2;
    private static final int IPPROTO_TCP = 6;

    private final Host host;
    private final Map<String, Known> socketLevel = new TreeMap<>();
    private final Map<String, Known> ipLevel = new TreeMap<>();
    private final Map<String, Known> tcpLevel = new TreeMap<>();

    private interface Set {
        @Nullable
        Errno set(TcpSocket socket, OptionValue value);
    }

    private interface Get {
        OptionValue get(TcpSocket socket);
    }

    private record Known(@Nullable Set set, Get get) {}

    private interface SetNumber {
        void set(TcpSocket socket, long value);
    }

    private interface GetNumber {
        long get(TcpSocket socket);
    }

    OptionCalls(Host host) {
        this.host = host;
        socketOptions();
        ipOptions();
        tcpOptions();
    }

    CallResult set(TcpSocket socket, Level level, String name, OptionValue value) {
        Known known = table(level).get(name);
        if (known == null) {
            return unknown(level, name);
        }
        if (known.set() == null) {
            return new CallResult.Failed(Errno.ENOPROTOOPT, name + " can only be read.");
        }
        Errno error = known.set().set(socket, value);
        return error == null ? CallResult.ZERO : CallResult.failed(error);
    }

    CallResult get(TcpSocket socket, Level level, String name) {
        Known known = table(level).get(name);
        return known == null
                ? unknown(level, name)
                : new CallResult.Found(known.get().get(socket));
    }

    private CallResult unknown(Level level, String name) {
        return new CallResult.Failed(
                Errno.ENOPROTOOPT,
                level + " has no option \"" + name + "\" here. There are "
                        + String.join(", ", table(level).keySet()) + ".");
    }

    private Map<String, Known> table(Level level) {
        return switch (level) {
            case SOL_SOCKET -> socketLevel;
            case IPPROTO_IP -> ipLevel;
            case IPPROTO_TCP -> tcpLevel;
        };
    }

    // ---- shapes

    private static Known flag(SetNumber set, GetNumber get) {
        return number(
                Integer.MIN_VALUE, Integer.MAX_VALUE, (socket, value) -> set.set(socket, value == 0 ? 0 : 1), get);
    }

    private static Known number(long least, long most, SetNumber set, GetNumber get) {
        return new Known(
                (socket, value) -> {
                    if (!(value instanceof Number(long number)) || number < least || number > most) {
                        return Errno.EINVAL;
                    }
                    set.set(socket, number);
                    return null;
                },
                socket -> new Number(get.get(socket)));
    }

    private static Known readOnly(GetNumber get) {
        return new Known(null, socket -> new Number(get.get(socket)));
    }

    private static Known time(SetNumber set, GetNumber get) {
        return new Known(
                (socket, value) -> {
                    if (!(value instanceof Micros(long micros))) {
                        return Errno.EINVAL;
                    }
                    if (micros < 0) {
                        return Errno.EDOM;
                    }
                    set.set(socket, micros);
                    return null;
                },
                socket -> new Micros(get.get(socket)));
    }

    private static long bit(boolean on) {
        return on ? 1 : 0;
    }

    // ---- the tables

    private void socketOptions() {
        socketLevel.put(
                "SO_REUSEADDR", flag((s, v) -> s.options.reuseAddress = v != 0, s -> bit(s.options.reuseAddress)));
        socketLevel.put("SO_REUSEPORT", flag((s, v) -> s.options.reusePort = v != 0, s -> bit(s.options.reusePort)));
        socketLevel.put("SO_BROADCAST", flag((s, v) -> s.options.broadcast = v != 0, s -> bit(s.options.broadcast)));
        socketLevel.put(
                "SO_OOBINLINE",
                flag((s, v) -> s.options.outOfBandInline = v != 0, s -> bit(s.options.outOfBandInline)));
        socketLevel.put(
                "SO_KEEPALIVE",
                flag(
                        (s, v) -> {
                            s.options.keepalive = v != 0;
                            keepalive(s);
                        },
                        s -> bit(s.options.keepalive)));
        socketLevel.put(
                "SO_RCVBUF",
                number(
                        Integer.MIN_VALUE,
                        Integer.MAX_VALUE,
                        (s, v) -> {
                            s.options.receiveBuffer(v);
                            buffers(s);
                        },
                        s -> s.options.receiveBuffer > 0
                                ? s.options.receiveBuffer
                                : host.settings().receiveBufferBytes()));
        socketLevel.put(
                "SO_SNDBUF",
                number(
                        Integer.MIN_VALUE,
                        Integer.MAX_VALUE,
                        (s, v) -> {
                            s.options.sendBuffer(v);
                            buffers(s);
                        },
                        s -> s.options.sendBuffer > 0
                                ? s.options.sendBuffer
                                : host.settings().sendBufferBytes()));
        socketLevel.put(
                "SO_RCVLOWAT",
                number(
                        0,
                        Integer.MAX_VALUE,
                        (s, v) -> s.options.receiveLowWater = Math.max(1, (int) v),
                        s -> s.options.receiveLowWater));
        socketLevel.put(
                "SO_RCVTIMEO", time((s, v) -> s.options.receiveTimeoutMicros = v, s -> s.options.receiveTimeoutMicros));
        socketLevel.put(
                "SO_SNDTIMEO", time((s, v) -> s.options.sendTimeoutMicros = v, s -> s.options.sendTimeoutMicros));
        socketLevel.put("SO_PRIORITY", number(0, 6, (s, v) -> s.options.priority = (int) v, s -> s.options.priority));
        socketLevel.put(
                "SO_LINGER",
                new Known(
                        (socket, value) -> {
                            if (!(value instanceof Linger(int seconds)) || seconds < -1) {
                                return Errno.EINVAL;
                            }
                            socket.options.lingerSeconds = seconds;
                            return null;
                        },
                        socket -> new Linger(socket.options.lingerSeconds)));
        socketLevel.put("SO_ERROR", readOnly(OptionCalls::error));
        socketLevel.put("SO_TYPE", readOnly(_ -> SOCK_STREAM));
        socketLevel.put("SO_DOMAIN", readOnly(_ -> AF_INET));
        socketLevel.put("SO_PROTOCOL", readOnly(_ -> IPPROTO_TCP));
        socketLevel.put("SO_ACCEPTCONN", readOnly(s -> bit(s.listener != null)));
    }

    private static long error(TcpSocket socket) {
        Errno error = socket.takeError();
        return error == null ? 0 : error.number();
    }

    private void ipOptions() {
        ipLevel.put(
                "IP_TTL",
                number(
                        -1,
                        255,
                        (s, v) -> {
                            s.options.timeToLive = v <= 0 ? new SocketOptions().timeToLive : (int) v;
                            header(s);
                        },
                        s -> s.options.timeToLive));
        ipLevel.put(
                "IP_TOS",
                number(
                        0,
                        255,
                        (s, v) -> {
                            s.options.typeOfService = (int) v & ~3; // the two bits of ECN are TCP's own
                            header(s);
                        },
                        s -> s.options.typeOfService));
    }

    private void tcpOptions() {
        tcpLevel.put(
                "TCP_NODELAY",
                flag(
                        (s, v) -> {
                            s.options.noDelay = v != 0;
                            run(s, tcp -> tcp.noDelay(host.nowNanos(), s.options.noDelay));
                        },
                        s -> bit(s.options.noDelay)));
        tcpLevel.put(
                "TCP_CORK",
                flag(
                        (s, v) -> {
                            s.options.cork = v != 0;
                            run(s, tcp -> tcp.cork(host.nowNanos(), s.options.cork));
                        },
                        s -> bit(s.options.cork)));
        tcpLevel.put(
                "TCP_QUICKACK",
                flag(
                        (s, v) -> {
                            s.options.quickAck = v != 0;
                            run(s, tcp -> tcp.quickAck(host.nowNanos(), s.options.quickAck));
                        },
                        s -> bit(s.options.quickAck)));
        tcpLevel.put(
                "TCP_MAXSEG", number(88, 32_767, (s, v) -> s.options.maximumSegment = (int) v, this::maximumSegment));
        tcpLevel.put(
                "TCP_KEEPIDLE",
                seconds(
                        (s, v) -> s.options.keepaliveIdleSeconds = (int) v,
                        s -> s.options.keepaliveIdleNanos(host.settings()) / 1_000_000_000));
        tcpLevel.put(
                "TCP_KEEPINTVL",
                seconds(
                        (s, v) -> s.options.keepaliveIntervalSeconds = (int) v,
                        s -> s.options.keepaliveIntervalNanos(host.settings()) / 1_000_000_000));
        tcpLevel.put(
                "TCP_KEEPCNT",
                number(
                        1,
                        127,
                        (s, v) -> {
                            s.options.keepaliveProbes = (int) v;
                            keepalive(s);
                        },
                        s -> s.options.keepaliveProbes(host.settings())));
        tcpLevel.put(
                "TCP_USER_TIMEOUT",
                number(
                        0,
                        Integer.MAX_VALUE,
                        (s, v) -> {
                            s.options.userTimeoutMillis = (int) v;
                            run(s, tcp -> tcp.userTimeout(host.nowNanos(), v * 1_000_000));
                        },
                        s -> s.options.userTimeoutMillis));
        tcpLevel.put(
                "TCP_SYNCNT",
                number(
                        1,
                        127,
                        (s, v) -> s.options.synRetries = (int) v,
                        s -> s.options.synRetries > 0
                                ? s.options.synRetries
                                : host.settings().synRetries()));
        tcpLevel.put(
                "TCP_LINGER2",
                number(
                        -1,
                        120,
                        (s, v) -> s.options.finWait2Seconds = (int) Math.max(0, v),
                        s -> s.options.finWait2Seconds > 0
                                ? s.options.finWait2Seconds
                                : host.settings().finWait2TimeoutNanos() / 1_000_000_000));
        tcpLevel.put(
                "TCP_CONGESTION",
                new Known(
                        OptionCalls::congestionControl,
                        socket -> new Text(socket.options.over(host.settings()).congestionControl())));
    }

    private Known seconds(SetNumber set, GetNumber get) {
        return number(
                1,
                32_767,
                (socket, value) -> {
                    set.set(socket, value);
                    keepalive(socket);
                },
                get);
    }

    private static @Nullable Errno congestionControl(TcpSocket socket, OptionValue value) {
        if (!(value instanceof Text(String name))) {
            return Errno.EINVAL;
        }
        if (!CongestionControls.NAMES.contains(name)) {
            return Errno.ENOENT;
        }
        socket.options.congestionControl = name;
        run(socket, tcp -> tcp.congestionControl(name));
        return null;
    }

    private long maximumSegment(TcpSocket socket) {
        TcpConnection tcp = socket.tcp();
        if (tcp != null && socket.isConnected()) {
            return tcp.info(host.nowNanos()).sndMss();
        }
        return socket.options.maximumSegment > 0 ? socket.options.maximumSegment : DEFAULT_MSS;
    }

    // ---- what a change does to a connection

    private interface Change {
        void make(TcpConnection tcp);
    }

    private static void run(TcpSocket socket, Change change) {
        HostConnection connection = socket.connection;
        if (connection != null && socket.state() != TcpState.CLOSED) {
            connection.run(() -> change.make(connection.tcp()));
        }
    }

    private void keepalive(TcpSocket socket) {
        SocketOptions options = socket.options;
        run(
                socket,
                tcp -> tcp.keepalive(
                        host.nowNanos(),
                        options.keepalive,
                        options.keepaliveIdleNanos(host.settings()),
                        options.keepaliveIntervalNanos(host.settings()),
                        options.keepaliveProbes(host.settings())));
    }

    private void buffers(TcpSocket socket) {
        run(
                socket,
                tcp -> tcp.bufferSizes(
                        host.nowNanos(),
                        socket.options.sendBufferBytes(host.settings()),
                        socket.options.receiveBufferBytes(host.settings())));
    }

    private static void header(TcpSocket socket) {
        HostConnection connection = socket.connection;
        if (connection != null) {
            connection.ip(socket.options.ip());
        }
    }
}
