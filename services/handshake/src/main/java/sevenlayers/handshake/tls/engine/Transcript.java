package sevenlayers.handshake.tls.engine;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.message.HandshakeType;
import sevenlayers.handshake.tls.parameter.Hash;
import sevenlayers.wire.Bytes;

/** All handshake messages so far, from both ends (RFC 8446 §4.4.1): what secrets, signatures and Finished depend on. */
final class Transcript {
    private final List<Bytes> messages = new ArrayList<>();

    void add(Bytes message) {
        messages.add(message);
    }

    Bytes hash(Hash hash) {
        return hash.of(messages.toArray(new Bytes[0]));
    }

    /** Without the last message: what a Finished or a CertificateVerify that has just come is about. */
    Bytes hashBeforeLast(Hash hash) {
        return hash.of(messages.subList(0, messages.size() - 1).toArray(new Bytes[0]));
    }

    /** All of it with a message that is not complete yet. */
    Bytes hashWith(Hash hash, Bytes part) {
        Transcript longer = new Transcript();
        longer.messages.addAll(messages);
        longer.add(part);
        return longer.hash(hash);
    }

    /** Without the last bytes of the last message: a hello without its binders. */
    Bytes hashWithLastCut(Hash hash, int bytes) {
        Transcript shorter = new Transcript();
        shorter.messages.addAll(messages.subList(0, messages.size() - 1));
        Bytes last = messages.getLast();
        return shorter.hashWith(hash, last.slice(0, last.length() - bytes));
    }

    /** RFC 5246 §7.4.8: TLS 1.2 signs the messages, not their hash; the last one is the signature itself where it has come. */
    Bytes all(boolean withoutLast) {
        return Writer.written(out ->
                messages.subList(0, messages.size() - (withoutLast ? 1 : 0)).forEach(out::bytes));
    }

    /** RFC 8446 §4.4.1: after a HelloRetryRequest the first hello is replaced by its hash. */
    void retried(Hash hash) {
        Bytes first = hash.of(messages.getFirst());
        messages.set(0, Writer.written(out -> out.u8(HandshakeType.MESSAGE_HASH).vector(3, in -> in.bytes(first))));
    }
}
