package sevenlayers.handshake.tls.secret;

import java.util.List;
import sevenlayers.handshake.tls.parameter.BulkCipher;
import sevenlayers.handshake.tls.record.Protection13;
import sevenlayers.wire.Bytes;

/** What the keys of one direction are made from. It is this that a key log shows, not the keys. */
public final class TrafficSecret {
    private final Hkdf hkdf;
    private final Secret secret;

    TrafficSecret(Hkdf hkdf, Secret secret) {
        this.hkdf = hkdf;
        this.secret = secret;
    }

    public Secret secret() {
        return secret;
    }

    /** RFC 8446 §7.3. */
    public Secret key(BulkCipher cipher) {
        return expanded(" key", "key", cipher.keyLength());
    }

    /** RFC 8446 §7.3: the mask of the nonces. */
    public Secret iv() {
        return expanded(" iv", "iv", BulkCipher.NONCE);
    }

    private Secret expanded(String suffix, String label, int length) {
        return new Secret(
                secret.name() + suffix,
                hkdf.expandLabel(secret.value(), label, Bytes.EMPTY, length),
                "HKDF-Expand-Label(" + secret.name() + ", \"" + label + "\", \"\", " + length + ")",
                List.of(new Secret.Input(secret.name(), secret.value())),
                "RFC 8446 §7.3");
    }

    public Protection13 protection(BulkCipher cipher) {
        return new Protection13(cipher, key(cipher).value(), iv().value());
    }

    /** RFC 8446 §4.4.4: what a Finished has in it. */
    public Bytes finished(Bytes transcriptHash) {
        Bytes finishedKey = hkdf.expandLabel(
                secret.value(), "finished", Bytes.EMPTY, hkdf.hash().length());
        return hkdf.hash().hmac(finishedKey, transcriptHash);
    }

    /** RFC 8446 §7.2: after a KeyUpdate. The way back does not exist: who gets this one cannot read what came before. */
    public TrafficSecret next() {
        int at = secret.name().lastIndexOf('_') + 1;
        int generation = Integer.parseInt(secret.name().substring(at));
        String name = secret.name().substring(0, at) + (generation + 1);
        int length = hkdf.hash().length();
        return new TrafficSecret(
                hkdf,
                new Secret(
                        name,
                        hkdf.expandLabel(secret.value(), "traffic upd", Bytes.EMPTY, length),
                        "HKDF-Expand-Label(" + secret.name() + ", \"traffic upd\", \"\", " + length + ")",
                        List.of(new Secret.Input(secret.name(), secret.value())),
                        "RFC 8446 §7.2"));
    }
}
