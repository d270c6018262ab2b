package sevenlayers.handshake.socket;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.TcpConnection;
import sevenlayers.handshake.tcp.TcpState;

/** poll. */
final class Polling {
    private static final long MILLISECOND = 1_000_000;
    private static final Set<PollEvent> UNASKED = EnumSet.of(PollEvent.POLLERR, PollEvent.POLLHUP, PollEvent.POLLNVAL);

    private final Sockets sockets;
    private final Waiting waiting;
    /** A poll waits on many sockets, and on none where it only waits for its time. */
    private final TcpSocket nobody = new TcpSocket(-1, new SocketOptions());

    Polling(Sockets sockets, Waiting waiting) {
        this.sockets = sockets;
        this.waiting = waiting;
    }

    void poll(List<PollEntry> entries, int timeoutMillis, Consumer<CallResult> completion) {
        Supplier<@Nullable CallResult> attempt = () -> {
            List<PollEntry> found = look(entries);
            return found.isEmpty() ? null : new CallResult.Polled(found);
        };
        CallResult now = attempt.get();
        if (now != null) {
            completion.accept(now);
        } else if (timeoutMillis == 0) {
            completion.accept(new CallResult.Polled(List.of()));
        } else {
            waiting.until(
                    nobody,
                    attempt,
                    Math.max(0, timeoutMillis) * MILLISECOND,
                    () -> new CallResult.Polled(List.of()),
                    completion);
        }
    }

    private List<PollEntry> look(List<PollEntry> entries) {
        List<PollEntry> found = new ArrayList<>();
        for (PollEntry entry : entries) {
            if (entry.fd() < 0) {
                continue;
            }
            TcpSocket socket = sockets.find(entry.fd());
            Set<PollEvent> events = socket == null ? EnumSet.of(PollEvent.POLLNVAL) : state(socket);
            events.removeIf(event -> !entry.events().contains(event) && !UNASKED.contains(event));
            if (!events.isEmpty()) {
                found.add(new PollEntry(entry.fd(), events));
            }
        }
        return found;
    }

    private static Set<PollEvent> state(TcpSocket socket) {
        EnumSet<PollEvent> events = EnumSet.noneOf(PollEvent.class);
        if (socket.error != null) {
            events.add(PollEvent.POLLERR);
        }
        if (socket.listener != null) {
            if (socket.listener.waiting() > 0) {
                events.add(PollEvent.POLLIN);
            }
            return events;
        }
        TcpConnection tcp = socket.tcp();
        if (tcp == null) {
            events.add(PollEvent.POLLOUT); // as Linux has it
            events.add(PollEvent.POLLHUP);
            return events;
        }
        TcpState state = tcp.state();
        boolean readingOver = socket.streamHasEnded();
        if (state == TcpState.CLOSED || readingOver && socket.writingShut) {
            events.add(PollEvent.POLLHUP);
        }
        if (readingOver) {
            events.add(PollEvent.POLLIN);
            events.add(PollEvent.POLLRDHUP);
        }
        if (!socket.isOpening()) {
            flowing(socket, tcp, events);
        }
        return events;
    }

    private static void flowing(TcpSocket socket, TcpConnection tcp, EnumSet<PollEvent> events) {
        if (Transfer.readable(socket, tcp) >= socket.options.receiveLowWater) {
            events.add(PollEvent.POLLIN);
        }
        // Linux: writable while what is free is at least half of what is used.
        if (socket.writingShut || tcp.state() == TcpState.CLOSED || tcp.sendRoom() >= (tcp.sendBufferBytes() + 1) / 2) {
            events.add(PollEvent.POLLOUT);
        }
        if (socket.urgentByte >= 0 || tcp.isUrgent() && !socket.urgentRead) {
            events.add(PollEvent.POLLPRI);
        }
    }
}
