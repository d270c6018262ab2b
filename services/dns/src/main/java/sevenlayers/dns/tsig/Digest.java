package sevenlayers.dns.tsig;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import sevenlayers.wire.Bytes;

/** What is signed. */
final class Digest {
    /*
     * RFC 8945 §4.3: a question is signed as it is, with what its record says beside the signature. A reply is signed together with the
     * signature of the question, so that it answers that question and no other. An answer of many messages is a chain: each signature covers
     * the one before it, and the messages in between that have none.
     */

    private Digest() {}

    /** @param before the other signature that this one covers; empty for a question */
    static byte[] of(Key key, Bytes before, Bytes message, TsigRecord record) {
        Mac mac = key.mac();
        before(mac, before);
        mac.update(message.buffer());
        mac.update(record.variables());
        return cut(key, mac);
    }

    /** Of a later message of an answer. @param messages those since the last signature, and this one */
    static byte[] later(Key key, Bytes before, List<Bytes> messages, TsigRecord record) {
        Mac mac = key.mac();
        before(mac, before);
        messages.forEach(message -> mac.update(message.buffer()));
        ByteBuffer timers = ByteBuffer.allocate(8);
        record.timers(timers);
        mac.update(timers.flip());
        return cut(key, mac);
    }

    /** In a time that does not tell where they differ. */
    static boolean same(byte[] ours, Bytes theirs) {
        return MessageDigest.isEqual(ours, theirs.toArray());
    }

    private static void before(Mac mac, Bytes before) {
        if (before.length() > 0) {
            mac.update((byte) (before.length() >> 8));
            mac.update((byte) before.length());
            mac.update(before.buffer());
        }
    }

    private static byte[] cut(Key key, Mac mac) {
        return Arrays.copyOf(mac.doFinal(), key.algorithm().length());
    }
}
