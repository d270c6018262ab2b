package sevenlayers.handshake.socket;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.tcp.TcpConnection;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.wire.Bytes;

/** send and recv. */
final class Transfer {
    private final Waiting waiting;

    Transfer(Waiting waiting) {
        this.waiting = waiting;
    }

    private void attempt(
            TcpSocket socket,
            Set<MessageFlag> flags,
            Supplier<@Nullable CallResult> attempt,
            long atMostNanos,
            Supplier<CallResult> late,
            Consumer<CallResult> completion) {
        CallResult now = attempt.get();
        if (now != null) {
            completion.accept(now);
        } else if (socket.nonBlocking || flags.contains(MessageFlag.MSG_DONTWAIT)) {
            completion.accept(late.get());
        } else {
            waiting.until(socket, attempt, atMostNanos, late, completion);
        }
    }

    // ---- sending

    void send(TcpSocket socket, Bytes data, Set<MessageFlag> flags, Consumer<CallResult> completion) {
        Sending sending = new Sending(socket, data, flags);
        attempt(socket, flags, sending::goOn, socket.options.sendTimeoutNanos(), sending::late, completion);
    }

    private static final class Sending {
        private final TcpSocket socket;
        private final Bytes data;
        private final boolean urgent;
        private final boolean more;
        private int taken;

        Sending(TcpSocket socket, Bytes data, Set<MessageFlag> flags) {
            this.socket = socket;
            this.data = data;
            urgent = flags.contains(MessageFlag.MSG_OOB);
            more = flags.contains(MessageFlag.MSG_MORE);
        }

        @Nullable
        CallResult goOn() {
            HostConnection connection = socket.connection;
            if (socket.error != null && taken == 0) {
                Errno error = socket.takeError();
                return CallResult.failed(error == null ? Errno.EPIPE : error);
            }
            if (socket.listener != null || connection == null || socket.writingShut || !mayWrite(socket.state())) {
                return taken > 0 ? new CallResult.Returned(taken) : CallResult.failed(Errno.EPIPE);
            }
            if (socket.isOpening()) {
                return null;
            }
            if (data.isEmpty()) {
                return CallResult.ZERO;
            }
            int now = connection.send(data.from(taken), more, urgent);
            if (now < 0) {
                return taken > 0 ? new CallResult.Returned(taken) : CallResult.failed(Errno.EPIPE);
            }
            taken += now;
            return taken == data.length() ? new CallResult.Returned(taken) : null;
        }

        private static boolean mayWrite(TcpState state) {
            return state.maySend();
        }

        CallResult late() {
            return taken > 0
                    ? new CallResult.Returned(taken)
                    : new CallResult.Failed(
                            Errno.EAGAIN,
                            socket.isOpening() ? "The connection is not open yet." : "The send buffer is full.");
        }
    }

    // ---- receiving

    void receive(TcpSocket socket, int size, Set<MessageFlag> flags, Consumer<CallResult> completion) {
        if (flags.contains(MessageFlag.MSG_OOB)) {
            completion.accept(urgent(socket, flags.contains(MessageFlag.MSG_PEEK)));
            return;
        }
        Receiving receiving = new Receiving(socket, size, flags);
        attempt(socket, flags, receiving::goOn, socket.options.receiveTimeoutNanos(), receiving::late, completion);
    }

    /** Bytes that can be read; the urgent one is none of them where it is to be read apart. */
    static int readable(TcpSocket socket, TcpConnection tcp) {
        int all = tcp.readableBytes();
        int mark = tcp.urgentMark();
        return mark >= 0 && mark < all && !socket.options.outOfBandInline ? all - 1 : all;
    }

    private static final class Receiving {
        private final TcpSocket socket;
        private final int size;
        private final boolean peek;
        private final boolean discard;
        private final boolean all;
        private byte[] into = new byte[0];
        private int done;

        Receiving(TcpSocket socket, int size, Set<MessageFlag> flags) {
            this.socket = socket;
            this.size = size;
            peek = flags.contains(MessageFlag.MSG_PEEK);
            discard = flags.contains(MessageFlag.MSG_TRUNC);
            all = flags.contains(MessageFlag.MSG_WAITALL);
        }

        @Nullable
        CallResult goOn() {
            HostConnection connection = socket.connection;
            if (socket.listener != null || connection == null) {
                Errno error = socket.takeError();
                return CallResult.failed(error == null ? Errno.ENOTCONN : error);
            }
            if (socket.isOpening()) {
                return null;
            }
            TcpConnection tcp = connection.tcp();
            passUrgentByte(connection);
            int mark = socket.options.outOfBandInline ? -1 : tcp.urgentMark();
            int reach = mark > 0 ? Math.min(tcp.readableBytes(), mark) : mark == 0 ? 0 : tcp.readableBytes();
            int want = all ? size : Math.min(size, socket.options.receiveLowWater);
            if (peek && reach >= want && size > 0) {
                return peeked(tcp, Math.min(size, reach));
            }
            boolean ends =
                    ended() || mark == 0 || mark > 0 && tcp.readableBytes() > mark; // a read never passes the mark
            if (!peek && (reach > 0 && (done + reach >= want || ends || all))) {
                take(connection, Math.min(size - done, reach));
            }
            if (done >= want && (done > 0 || size == 0) || done > 0 && ends) {
                return result();
            }
            if (peek && reach > 0 && ends) {
                return peeked(tcp, Math.min(size, reach));
            }
            if (size == 0) {
                return result();
            }
            Errno error = socket.takeError();
            if (error != null) {
                return CallResult.failed(error);
            }
            return ended() ? result() : null;
        }

        private boolean ended() {
            return socket.error != null || socket.streamHasEnded();
        }

        private CallResult peeked(TcpConnection tcp, int length) {
            byte[] seen = new byte[length];
            int at = 0;
            while (at < length) {
                Bytes piece = tcp.peek(at, length - at);
                piece.copyTo(0, seen, at, piece.length());
                at += piece.length();
            }
            return CallResult.received(Bytes.wrap(seen));
        }

        private void take(HostConnection connection, int length) {
            if (into.length == 0 && !discard) {
                into = new byte[Math.min(size, Math.max(length, done + length))];
            }
            if (!discard && into.length < done + length) {
                into = Arrays.copyOf(into, Math.min(size, Math.max(2 * into.length, done + length)));
            }
            int until = done + length;
            while (done < until) {
                Bytes piece = connection.receive(until - done);
                if (piece.isEmpty()) {
                    return;
                }
                if (!discard) {
                    piece.copyTo(0, into, done, piece.length());
                }
                done += piece.length();
            }
        }

        /** The reader has come to the urgent byte: it is put aside, and the stream goes on behind it. */
        private void passUrgentByte(HostConnection connection) {
            TcpConnection tcp = connection.tcp();
            if (peek
                    || socket.options.outOfBandInline
                    || tcp.urgentMark() != 0
                    || tcp.readableBytes() == 0
                    || done > 0) {
                return;
            }
            Bytes one = connection.receive(1);
            socket.urgentByte = socket.urgentRead ? -1 : one.at(0) & 0xff;
            socket.urgentRead = false;
        }

        private CallResult result() {
            Bytes data = discard ? Bytes.EMPTY : Bytes.wrap(into, 0, done);
            return new CallResult.Received(done, data, EnumSet.noneOf(MessageFlag.class));
        }

        CallResult late() {
            HostConnection connection = socket.connection;
            int below = connection == null ? 0 : Math.min(size - done, readable(socket, connection.tcp()));
            if (below > 0 && connection != null) { // less than SO_RCVLOWAT
                if (peek) {
                    return peeked(connection.tcp(), below);
                }
                take(connection, below);
            }
            return done > 0 ? result() : new CallResult.Failed(Errno.EAGAIN, "There is nothing to read.");
        }
    }

    private static CallResult urgent(TcpSocket socket, boolean peek) {
        HostConnection connection = socket.connection;
        if (connection == null || socket.listener != null || socket.isOpening()) {
            return CallResult.failed(Errno.ENOTCONN);
        }
        if (socket.options.outOfBandInline) {
            return new CallResult.Failed(Errno.EINVAL, "With SO_OOBINLINE the urgent byte is read in the stream.");
        }
        TcpConnection tcp = connection.tcp();
        int mark = tcp.urgentMark();
        if (socket.urgentByte >= 0) {
            int put = socket.urgentByte;
            if (!peek) {
                socket.urgentByte = -1;
            }
            return oneUrgent(put);
        }
        if (mark < 0 || socket.urgentRead) {
            return new CallResult.Failed(Errno.EINVAL, "No urgent data was announced, or it has been read.");
        }
        if (tcp.readableBytes() <= mark) {
            return tcp.state() == TcpState.CLOSED || tcp.peerClosed()
                    ? new CallResult.Received(0, Bytes.EMPTY, Set.of())
                    : new CallResult.Failed(Errno.EAGAIN, "The urgent byte was announced, and has not arrived.");
        }
        int found = tcp.peek(mark, 1).at(0) & 0xff;
        socket.urgentRead = !peek;
        return oneUrgent(found);
    }

    private static CallResult oneUrgent(int value) {
        return new CallResult.Received(1, Bytes.of((byte) value), Set.of(MessageFlag.MSG_OOB));
    }
}
