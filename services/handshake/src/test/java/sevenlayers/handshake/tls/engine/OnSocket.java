package sevenlayers.handshake.tls.engine;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import sevenlayers.handshake.tls.Pems;
import sevenlayers.wire.Bytes;

/** An engine on a socket, as far as a test takes it. */
final class OnSocket implements AutoCloseable {
    final List<Effect> effects = new ArrayList<>();
    private final TlsConnection connection;
    private final Socket socket;

    OnSocket(TlsConnection connection, Socket socket) throws IOException {
        this.connection = connection;
        this.socket = socket;
        socket.setSoTimeout(10_000);
        perform(new Event.Start());
    }

    void perform(Event event) throws IOException {
        List<Effect> now = connection.handle(event, Pems.NOW);
        effects.addAll(now);
        Bytes sent = Pair.sent(now);
        if (!sent.isEmpty()) {
            socket.getOutputStream().write(sent.toArray());
        }
    }

    /** Reads until something is the case, or nothing more can come. */
    void until(Predicate<OnSocket> enough) throws IOException {
        byte[] buffer = new byte[20_000];
        while (!enough.test(this) && !connection.hasEnded()) {
            int length = socket.getInputStream().read(buffer);
            perform(
                    length < 0
                            ? new Event.EndOfStream()
                            : new Event.Received(Bytes.of(java.util.Arrays.copyOf(buffer, length))));
        }
    }

    void untilOpen() throws IOException {
        until(end -> connection.isOpen());
    }

    void untilData(String data) throws IOException {
        until(end -> Pair.data(effects).contains(data));
    }

    Summary summary() {
        return Pair.summary(effects).orElseThrow(() -> new AssertionError("it did not open: " + alerts()));
    }

    List<Effect.Alerted> alerts() {
        return Pair.only(effects, Effect.Alerted.class);
    }

    List<String> keyLog() {
        return Pair.keyLog(effects);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
