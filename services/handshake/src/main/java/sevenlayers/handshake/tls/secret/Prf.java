package sevenlayers.handshake.tls.secret;

import sevenlayers.handshake.tls.codec.Writer;
import sevenlayers.handshake.tls.parameter.Hash;
import sevenlayers.wire.Bytes;

/** RFC 5246 §5: the pseudorandom function of TLS 1.2. */
public final class Prf {
    private Prf() {}

    /** PRF(secret, label, seed) = P_hash(secret, label + seed). */
    public static Bytes of(Hash hash, Bytes secret, String label, Bytes seed, int length) {
        Bytes labelled = Writer.written(out -> out.bytes(Bytes.utf8(label)).bytes(seed));
        Writer out = new Writer();
        // A(0) = seed, A(i) = HMAC(secret, A(i-1)); the output is
        // HMAC(secret, A(1) + seed) + HMAC(secret, A(2) + seed) + ...
        Bytes a = labelled;
        for (int made = 0; made < length; made += hash.length()) {
            a = hash.hmac(secret, a);
            out.bytes(hash.hmac(secret, a, labelled));
        }
        return out.bytes().slice(0, length);
    }
}
