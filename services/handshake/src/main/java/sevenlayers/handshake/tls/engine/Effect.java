package sevenlayers.handshake.tls.engine;

import java.util.List;
import sevenlayers.handshake.tls.alert.Alert;
import sevenlayers.handshake.tls.codec.Field;
import sevenlayers.handshake.tls.message.HandshakeMessage;
import sevenlayers.handshake.tls.record.Plaintext;
import sevenlayers.handshake.tls.record.TlsRecord;
import sevenlayers.handshake.tls.secret.Secret;
import sevenlayers.wire.Bytes;

/** What an event leads to, in order. */
public sealed interface Effect {
    /**
     * A record. One that is sent is to be written to the transport.
     *
     * @param content what is in it; null where it does not open
     * @param keys whose it is sealed with; empty: it is not sealed
     */
    record Recorded(
            Direction direction,
            TlsRecord record,
            @org.jspecify.annotations.Nullable Plaintext content,
            String keys) implements Effect {}

    /** A handshake message. It may lie in a part of a record, or in several. */
    record Said(Direction direction, HandshakeMessage message, Bytes bytes, List<Field> fields) implements Effect {
        public Said {
            fields = List.copyOf(fields);
        }
    }

    /** @param keyLogLine of an SSLKEYLOGFILE, without an end of line; empty where the format does not have this secret */
    record Made(Secret secret, String keyLogLine) implements Effect {}

    /** From here on records of a direction are sealed with other keys. */
    record KeysChanged(Direction direction, String keys) implements Effect {}

    /** Why it goes on as it does: the rule and its section. */
    record Decided(String what, String source) implements Effect {}

    /** The handshake is complete. */
    record Established(Summary summary) implements Effect {}

    /** @param early whether it came before the handshake was complete, and may have come before */
    record Data(Bytes bytes, boolean early) implements Effect {}

    /** With this a client may resume. */
    record Resumable(Session session) implements Effect {}

    record Alerted(Direction direction, Alert alert, String reason, String source) implements Effect {}

    /** The peer will write no more. */
    record PeerClosed() implements Effect {}

    /** Nothing more can happen; the transport is to be closed. */
    record Ended() implements Effect {}
}
