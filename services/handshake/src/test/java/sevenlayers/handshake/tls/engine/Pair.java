package sevenlayers.handshake.tls.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import sevenlayers.handshake.tls.Pems;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.message.HandshakeMessage;
import sevenlayers.handshake.tls.random.Randomness;
import sevenlayers.wire.Bytes;

/** Two ends with a wire between them that somebody may touch. */
final class Pair {
    final TlsConnection client;
    final TlsConnection server;
    final List<Effect> ofClient = new ArrayList<>();
    final List<Effect> ofServer = new ArrayList<>();
    Instant now = Pems.NOW;
    UnaryOperator<Bytes> toServer = UnaryOperator.identity();
    UnaryOperator<Bytes> toClient = UnaryOperator.identity();

    Pair(ClientSettings clientSettings, ServerSettings serverSettings) {
        this(clientSettings, serverSettings, 1);
    }

    Pair(ClientSettings clientSettings, ServerSettings serverSettings, long seed) {
        client = TlsConnection.client(clientSettings, Randomness.from(new Random(seed)));
        server = TlsConnection.server(serverSettings, Randomness.from(new Random(seed + 1)));
    }

    Pair start() {
        return clientDoes(new Event.Start());
    }

    Pair clientDoes(Event event) {
        exchange(note(ofClient, client.handle(event, now)), Bytes.EMPTY);
        return this;
    }

    Pair serverDoes(Event event) {
        exchange(Bytes.EMPTY, note(ofServer, server.handle(event, now)));
        return this;
    }

    /** Until nobody has anything to say. */
    private void exchange(Bytes fromClient, Bytes fromServer) {
        Bytes up = toServer.apply(fromClient);
        Bytes down = toClient.apply(fromServer);
        while (!up.isEmpty() || !down.isEmpty()) {
            Bytes answered = up.isEmpty() ? Bytes.EMPTY : note(ofServer, server.handle(new Event.Received(up), now));
            Bytes said = down.isEmpty() ? Bytes.EMPTY : note(ofClient, client.handle(new Event.Received(down), now));
            up = toServer.apply(said);
            down = toClient.apply(answered);
        }
    }

    private static Bytes note(List<Effect> all, List<Effect> effects) {
        all.addAll(effects);
        return sent(effects);
    }

    static Bytes sent(List<Effect> effects) {
        return Writer.written(out -> effects.forEach(effect -> {
            if (effect instanceof Effect.Recorded recorded && recorded.direction() == Direction.SENT) {
                recorded.record().emit(out);
            }
        }));
    }

    static Optional<Summary> summary(List<Effect> effects) {
        return only(effects, Effect.Established.class).stream()
                .map(Effect.Established::summary)
                .findFirst();
    }

    static <E extends Effect> List<E> only(List<Effect> effects, Class<E> kind) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Names of the messages that an end sent. */
    static List<String> said(List<Effect> effects) {
        return only(effects, Effect.Said.class).stream()
                .filter(said -> said.direction() == Direction.SENT)
                .map(Effect.Said::message)
                .map(HandshakeMessage::name)
                .toList();
    }

    /** The alert that an end sent before it gave up. */
    static Optional<AlertDescription> alert(List<Effect> effects) {
        return only(effects, Effect.Alerted.class).stream()
                .filter(alerted -> alerted.direction() == Direction.SENT)
                .flatMap(alerted -> AlertDescription.of(alerted.alert().description()).stream())
                .findFirst();
    }

    static String data(List<Effect> effects) {
        StringBuilder all = new StringBuilder();
        only(effects, Effect.Data.class).forEach(data -> all.append(data.bytes().utf8()));
        return all.toString();
    }

    static List<String> keyLog(List<Effect> effects) {
        return only(effects, Effect.Made.class).stream()
                .map(Effect.Made::keyLogLine)
                .filter(line -> !line.isEmpty())
                .sorted()
                .toList();
    }
}
