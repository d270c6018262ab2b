package sevenlayers.handshake.tls.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sevenlayers.handshake.tls.alert.Alert;
import sevenlayers.handshake.tls.alert.AlertDescription;
import sevenlayers.handshake.tls.alert.TlsFailure;
import sevenlayers.handshake.tls.codec.Reader;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.message.Dialect;
import sevenlayers.handshake.tls.message.HandshakeMessage;
import sevenlayers.handshake.tls.parameter.ProtocolVersion;
import sevenlayers.handshake.tls.record.ContentType;
import sevenlayers.handshake.tls.record.NoProtection;
import sevenlayers.handshake.tls.record.Plaintext;
import sevenlayers.handshake.tls.record.Protection;
import sevenlayers.handshake.tls.record.TlsRecord;
import sevenlayers.handshake.tls.secret.KeyLog;
import sevenlayers.handshake.tls.secret.MasterSecret12;
import sevenlayers.handshake.tls.secret.Secret;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;

/** The record layer under a handshake: cuts and joins messages, seals and opens, and notes each effect. */
final class Wire {
    private static final Bytes CHANGE = Bytes.of((byte) 1);

    final Transcript transcript = new Transcript();
    private final List<Effect> effects = new ArrayList<>();
    private Protection writes;
    private Protection reads = new NoProtection(ProtocolVersion.TLS_1_2);
    private String writeKeys = "";
    private String readKeys = "";
    private Dialect dialect = Dialect.TLS13;
    private Bytes clientRandom = Bytes.EMPTY;
    /** Messages that are written and not yet in a record. */
    private Writer pending = new Writer();
    /** What has come and is not yet a whole record. */
    private Bytes stream = Bytes.EMPTY;
    /** What has come in records and is not yet a whole message. */
    private Bytes joined = Bytes.EMPTY;

    private boolean changeSent;
    /** How many bytes of early data may still be passed over. */
    private long passOver;

    Wire(int firstVersion) {
        writes = new NoProtection(firstVersion);
    }

    List<Effect> taken() {
        List<Effect> taken = List.copyOf(effects);
        effects.clear();
        return taken;
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    void decided(String what, String source) {
        effects.add(new Effect.Decided(what, source));
    }

    void agreedOn(Dialect agreed) {
        dialect = agreed;
    }

    void clientRandom(Bytes random) {
        clientRandom = random;
    }

    Bytes clientRandom() {
        return clientRandom;
    }

    void made(Secret secret) {
        effects.add(new Effect.Made(secret, KeyLog.line(secret, clientRandom).orElse("")));
    }

    void made(MasterSecret12 master) {
        effects.add(new Effect.Made(master.secret(), KeyLog.line(master, clientRandom)));
    }

    /** Sends a message of the handshake. */
    void send(HandshakeMessage message) {
        Bytes bytes = message.emit();
        transcript.add(bytes);
        sendLater(message, bytes);
    }

    /** Sends a message that is no part of the handshake. */
    void sendAfterwards(HandshakeMessage message) {
        sendLater(message, message.emit());
    }

    private void sendLater(HandshakeMessage message, Bytes bytes) {
        effects.add(new Effect.Said(
                Direction.SENT,
                message,
                bytes,
                HandshakeMessage.parse(bytes, dialect).fields()));
        pending.bytes(bytes);
    }

    /** What is written so far goes into records. */
    void flush() {
        Bytes messages = pending.bytes();
        pending = new Writer();
        seal(ContentType.HANDSHAKE, messages);
    }

    private void seal(int type, Bytes content) {
        for (int at = 0; at < content.length(); at += TlsRecord.MAXIMUM_PLAIN) {
            Bytes part = content.slice(at, Math.min(TlsRecord.MAXIMUM_PLAIN, content.length() - at));
            Plaintext plaintext = new Plaintext(type, part);
            effects.add(new Effect.Recorded(Direction.SENT, writes.seal(plaintext), plaintext, writeKeys));
        }
    }

    void sendData(Bytes data) {
        flush();
        seal(ContentType.APPLICATION_DATA, data);
    }

    void sendChangeCipherSpec() {
        flush();
        // RFC 8446 appendix D.4: in TLS 1.3 it is never sealed; in TLS 1.2 it comes before there are keys.
        Plaintext change = new Plaintext(ContentType.CHANGE_CIPHER_SPEC, CHANGE);
        TlsRecord record = new NoProtection(ProtocolVersion.TLS_1_2).seal(change);
        effects.add(new Effect.Recorded(Direction.SENT, record, change, ""));
    }

    /** RFC 8446 appendix D.4: once, so that TLS 1.3 looks like TLS 1.2 to what stands in between. */
    void sendCompatibilityChange() {
        if (!changeSent) {
            changeSent = true;
            sendChangeCipherSpec();
        }
    }

    void sendAlert(AlertDescription description, String reason, String source) {
        flush();
        Alert alert = Alert.of(description);
        seal(ContentType.ALERT, Writer.written(alert::emit));
        effects.add(new Effect.Alerted(Direction.SENT, alert, reason, source));
    }

    void writeWith(Protection protection, String keys) {
        flush();
        writes = protection;
        writeKeys = keys;
        effects.add(new Effect.KeysChanged(Direction.SENT, keys));
    }

    /** Records that are not sealed, and say TLS 1.2: what follows the first hello. */
    void writeInTheClear() {
        flush();
        writes = new NoProtection(ProtocolVersion.TLS_1_2);
        if (!writeKeys.isEmpty()) {
            writeKeys = "";
            effects.add(new Effect.KeysChanged(Direction.SENT, ""));
        }
    }

    void readWith(Protection protection, String keys) {
        // RFC 8446 §5.1: handshake messages must not span key changes.
        if (!joined.isEmpty()) {
            throw new TlsFailure(
                    AlertDescription.UNEXPECTED_MESSAGE,
                    joined.length() + " bytes of another message before the keys change",
                    "RFC 8446 §5.1");
        }
        reads = protection;
        readKeys = keys;
        effects.add(new Effect.KeysChanged(Direction.RECEIVED, keys));
    }

    /** RFC 8446 §4.2.10: a server that does not take early data passes over records that do not open, up to so many bytes. */
    void passOverEarlyData(long bytes) {
        passOver = bytes;
    }

    void arrived(Bytes bytes) {
        stream = stream.isEmpty()
                ? bytes
                : Writer.written(out -> out.bytes(stream).bytes(bytes));
    }

    /** The next record that has come, open. */
    Optional<Plaintext> next() {
        while (true) {
            Optional<TlsRecord> first = TlsRecord.first(stream);
            if (first.isEmpty()) {
                return Optional.empty();
            }
            TlsRecord record = first.get();
            stream = stream.from(TlsRecord.HEADER + record.fragment().length());
            // RFC 8446 §5: between the first hello and the peer's Finished a change_cipher_spec may come, not sealed,
            // and is dropped.
            if (record.contentType() == ContentType.CHANGE_CIPHER_SPEC) {
                Plaintext open = new Plaintext(record.contentType(), record.fragment());
                effects.add(new Effect.Recorded(Direction.RECEIVED, record, open, ""));
                if (!open.content().equals(CHANGE)) {
                    throw new TlsFailure(
                            AlertDescription.UNEXPECTED_MESSAGE,
                            "a change_cipher_spec is one byte, 1; here are "
                                    + open.content().length() + " bytes",
                            "RFC 8446 §5");
                }
                return Optional.of(open);
            }
            Optional<Plaintext> open = opened(record);
            if (open.isPresent()) {
                return open;
            }
        }
    }

    /** Empty where it is early data that is passed over. */
    private Optional<Plaintext> opened(TlsRecord record) {
        boolean looksLikeData = record.contentType() == ContentType.APPLICATION_DATA;
        if (looksLikeData && passOver > 0 && readKeys.isEmpty()) {
            return passedOver(record);
        }
        // A client that refuses the ServerHello has no keys yet: its alert comes as it is.
        boolean refused =
                record.contentType() == ContentType.ALERT && dialect == Dialect.TLS13 && reads.sequenceNumber() == 0;
        if (refused && !readKeys.isEmpty()) {
            Plaintext alert = new Plaintext(ContentType.ALERT, record.fragment());
            effects.add(new Effect.Recorded(Direction.RECEIVED, record, alert, ""));
            return Optional.of(alert);
        }
        try {
            Plaintext open = reads.open(record);
            effects.add(new Effect.Recorded(Direction.RECEIVED, record, open, readKeys));
            if (!readKeys.isEmpty()) {
                passOver = 0;
            }
            return Optional.of(open);
        } catch (TlsFailure failure) {
            if (looksLikeData && passOver > 0 && failure.alert() == AlertDescription.BAD_RECORD_MAC) {
                return passedOver(record);
            }
            effects.add(new Effect.Recorded(Direction.RECEIVED, record, null, readKeys));
            throw failure;
        }
    }

    private Optional<Plaintext> passedOver(TlsRecord record) {
        effects.add(new Effect.Recorded(Direction.RECEIVED, record, null, "client_early_traffic_secret"));
        passOver -= record.fragment().length();
        if (passOver < 0) {
            throw new TlsFailure(
                    AlertDescription.UNEXPECTED_MESSAGE, "more early data than was allowed", "RFC 8446 §4.2.10");
        }
        return Optional.empty();
    }

    /** A part of messages that has come. */
    void join(Bytes part) {
        if (part.isEmpty()) {
            // RFC 8446 §5.1: zero-length fragments of handshake types must not be sent.
            throw new TlsFailure(
                    AlertDescription.UNEXPECTED_MESSAGE, "a handshake record with nothing in it", "RFC 8446 §5.1");
        }
        joined = joined.isEmpty()
                ? part
                : Writer.written(out -> out.bytes(joined).bytes(part));
    }

    boolean isInTheMiddle() {
        return !joined.isEmpty();
    }

    /** The next message that is whole. */
    Optional<HandshakeMessage> message(int largest) {
        if (joined.length() < HandshakeMessage.HEADER) {
            return Optional.empty();
        }
        Reader header = new Reader(joined, "handshake");
        header.u8("msg_type");
        int length = header.u24("length");
        if (length > largest) {
            throw new TlsFailure(
                    AlertDescription.DECODE_ERROR,
                    "a message says that it has " + length + " bytes; this end takes " + largest,
                    "RFC 8446 §4");
        }
        if (joined.length() < HandshakeMessage.HEADER + length) {
            return Optional.empty();
        }
        Bytes bytes = joined.slice(0, HandshakeMessage.HEADER + length);
        joined = joined.from(bytes.length());
        HandshakeMessage.Read read;
        try {
            read = HandshakeMessage.parse(bytes, dialect);
        } catch (MalformedPacketException malformed) {
            throw new TlsFailure(
                    AlertDescription.DECODE_ERROR, String.valueOf(malformed.getMessage()), "RFC 8446 §6.2");
        }
        effects.add(new Effect.Said(Direction.RECEIVED, read.message(), bytes, read.fields()));
        transcript.add(bytes);
        return Optional.of(read.message());
    }
}
