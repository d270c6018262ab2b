package sevenlayers.handshake.tls.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sevenlayers.handshake.tls.alert.Alert;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.message.HandshakeMessage;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.handshake.tls.random.Randomness;
import sevenlayers.handshake.tls.record.ContentType;
import sevenlayers.handshake.tls.record.Plaintext;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;

/** One end of a connection. Each event has its effects; nothing else happens in between. */
public final class TlsConnection {
    /** Of one message while the handshake is under way: a hello may be large, but not endless. */
    private static final int LARGEST_MESSAGE = 1 << 17;

    private final Wire wire;
    private final Randomness randomness;
    private final Role role;
    private Flow flow;
    private Instant now = Instant.EPOCH;
    private boolean ended;
    private boolean closed;
    private boolean peerClosed;

    private enum Role {
        CLIENT,
        SERVER
    }

    private TlsConnection(Role role, Randomness randomness, Function<TlsConnection, Flow> first) {
        this.role = role;
        this.randomness = randomness;
        // RFC 8446 §5.1: the first record of a client may say TLS 1.0, for the sake of old servers.
        this.wire = new Wire(role == Role.CLIENT ? ProtocolVersion.TLS_1_0 : ProtocolVersion.TLS_1_2);
        this.flow = first.apply(this);
    }

    public static TlsConnection client(ClientSettings settings, Randomness randomness) {
        return new TlsConnection(Role.CLIENT, randomness, connection -> new ClientOpening(connection, settings));
    }

    public static TlsConnection server(ServerSettings settings, Randomness randomness) {
        return new TlsConnection(Role.SERVER, randomness, connection -> new ServerOpening(connection, settings));
    }

    /** @param time against which certificates and tickets are checked */
    public List<Effect> handle(Event event, Instant time) {
        now = time;
        if (!ended) {
            try {
                perform(event);
                wire.flush();
            } catch (TlsFailure failure) {
                wire.sendAlert(failure.alert(), failure.reason(), failure.source());
                end();
            }
        }
        return wire.taken();
    }

    private void perform(Event event) {
        switch (event) {
            case Event.Start() -> {
                if (flow instanceof ClientOpening opening) {
                    opening.start();
                }
            }
            case Event.Received(Bytes bytes) -> {
                wire.arrived(bytes);
                while (!ended) {
                    Optional<Plaintext> record = wire.next();
                    if (record.isEmpty()) {
                        return;
                    }
                    received(record.get());
                }
            }
            case Event.Write(Bytes data) -> {
                if (!flow.isOpen() || closed) {
                    throw new IllegalStateException(
                            "nothing can be written: the connection is " + (closed ? "closed" : "not open yet"));
                }
                wire.sendData(data);
            }
            case Event.UpdateKeys(boolean askPeer) -> flow.updateKeys(askPeer);
            case Event.Close() -> close();
            case Event.EndOfStream() -> endOfStream();
        }
    }

    private void close() {
        if (!closed) {
            closed = true;
            wire.sendAlert(AlertDescription.CLOSE_NOTIFY, "the program closes", "RFC 8446 §6.1");
            if (peerClosed) {
                end();
            }
        }
    }

    private void endOfStream() {
        if (!peerClosed) {
            // RFC 8446 §6.1: without close_notify nobody knows whether that
            // was all; an attacker can end a transport, too.
            wire.decided("the stream ended without close_notify: it may have been cut off", "RFC 8446 §6.1");
        }
        end();
    }

    private void received(Plaintext record) {
        boolean isHandshake = record.contentType() == ContentType.HANDSHAKE;
        // RFC 8446 §5.1: between two parts of a message there must be no other records.
        if (!isHandshake && wire.isInTheMiddle()) {
            throw new TlsFailure(
                    AlertDescription.UNEXPECTED_MESSAGE,
                    "a record of type " + ContentType.name(record.contentType()) + " in the middle of a message",
                    "RFC 8446 §5.1");
        }
        switch (record.contentType()) {
            case ContentType.HANDSHAKE -> {
                wire.join(record.content());
                Optional<HandshakeMessage> message = wire.message(LARGEST_MESSAGE);
                while (message.isPresent()) {
                    flow.message(message.get());
                    message = wire.message(LARGEST_MESSAGE);
                }
            }
            case ContentType.CHANGE_CIPHER_SPEC -> flow.changeCipherSpec();
            case ContentType.APPLICATION_DATA -> flow.data(record.content());
            case ContentType.ALERT -> alerted(record.content());
            default ->
                throw new TlsFailure(
                        AlertDescription.UNEXPECTED_MESSAGE,
                        "a record of type " + record.contentType() + "; allowed: 20 to 23",
                        "RFC 8446 §5");
        }
    }

    private void alerted(Bytes content) {
        Alert alert;
        try {
            alert = Alert.parse(new Reader(content, "alert"));
        } catch (MalformedPacketException malformed) {
            throw new TlsFailure(AlertDescription.DECODE_ERROR, String.valueOf(malformed.getMessage()), "RFC 8446 §6");
        }
        String meaning = AlertDescription.of(alert.description())
                .map(AlertDescription::meaning)
                .orElse("not known");
        wire.add(new Effect.Alerted(Direction.RECEIVED, alert, meaning, "RFC 8446 §6"));
        if (alert.description() == AlertDescription.CLOSE_NOTIFY.number()) {
            peerClosed = true;
            wire.add(new Effect.PeerClosed());
            if (closed) {
                end();
            }
        } else if (alert.level() == Alert.FATAL || !flow.isOpen()) {
            end();
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            wire.add(new Effect.Ended());
        }
    }

    /** Whether nothing more can happen. */
    public boolean hasEnded() {
        return ended;
    }

    /** Whether the program may write. */
    public boolean isOpen() {
        return flow.isOpen() && !closed && !ended;
    }

    boolean isServer() {
        return role == Role.SERVER;
    }

    Wire wire() {
        return wire;
    }

    Randomness randomness() {
        return randomness;
    }

    Instant now() {
        return now;
    }

    void follow(Flow next) {
        flow = next;
    }
}
