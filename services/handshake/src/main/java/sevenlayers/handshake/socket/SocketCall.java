package sevenlayers.handshake.socket;

import java.util.List;
import java.util.Set;
import sevenlayers.wire.Bytes;

/** A call of a program, with its arguments. */
public sealed interface SocketCall {
    /** {@code socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)} */
    record Open(boolean nonBlocking) implements SocketCall {}

    record Bind(int fd, Place place) implements SocketCall {}

    record Listen(int fd, int backlog) implements SocketCall {}

    record Accept(int fd, boolean nonBlocking) implements SocketCall {}

    record Connect(int fd, Place place) implements SocketCall {}

    record Send(int fd, Bytes data, Set<MessageFlag> flags) implements SocketCall {}

    /** @param size of all buffers together */
    record Receive(int fd, int size, Set<MessageFlag> flags) implements SocketCall {}

    /** @param timeoutMillis -1: for ever */
    record Poll(List<PollEntry> entries, int timeoutMillis) implements SocketCall {}

    record Shutdown(int fd, How how) implements SocketCall {}

    record Close(int fd) implements SocketCall {}

    record SetOption(int fd, Level level, String name, OptionValue value) implements SocketCall {}

    record GetOption(int fd, Level level, String name) implements SocketCall {}

    /** {@code fcntl(F_SETFL)}, with or without {@code O_NONBLOCK} */
    record NonBlocking(int fd, boolean on) implements SocketCall {}

    record Ioctl(int fd, Request request) implements SocketCall {}

    record LocalName(int fd) implements SocketCall {}

    record PeerName(int fd) implements SocketCall {}

    enum How {
        SHUT_RD,
        SHUT_WR,
        SHUT_RDWR
    }

    enum Level {
        SOL_SOCKET,
        IPPROTO_IP,
        IPPROTO_TCP
    }

    /** Of {@code ioctl}. */
    enum Request {
        /** Bytes to be read. */
        FIONREAD,
        /** The same. */
        SIOCINQ,
        /** Written and not acknowledged. */
        SIOCOUTQ,
        /** Written and not sent. */
        SIOCOUTQNSD,
        /** Whether the next byte is the urgent one. */
        SIOCATMARK
    }
}
