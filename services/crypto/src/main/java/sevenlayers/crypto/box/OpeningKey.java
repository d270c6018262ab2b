package sevenlayers.crypto.box;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import sevenlayers.crypto.cipher.BadCiphertextException;

/** One version of a key at work. */
public final class OpeningKey {
    private final BoxAlgorithm algorithm;
    private final KeyPair pair;
    private final SecureRandom random;

    /** @param random what each ciphertext draws */
    public OpeningKey(BoxAlgorithm algorithm, KeyPair pair, SecureRandom random) {
        this.algorithm = algorithm;
        this.pair = pair;
        this.random = random;
    }

    /** As whoever has the public key does it. */
    public byte[] seal(byte[] plaintext, byte[] associatedData) {
        return algorithm.seal(pair.getPublic(), plaintext, associatedData, random);
    }

    /** The plaintext. */
    public byte[] open(byte[] ciphertext, byte[] associatedData) throws BadCiphertextException {
        return algorithm.open(this, ciphertext, associatedData);
    }

    /** By which it works. */
    public BoxAlgorithm algorithm() {
        return algorithm;
    }

    /** The half that everybody may have. */
    public PublicKey publicKey() {
        return pair.getPublic();
    }

    KeyPair pair() {
        return pair;
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return algorithm.toString();
    }
}
