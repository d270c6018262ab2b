package sevenlayers.crypto.signature;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;

/** One version of a key at work. */
public final class SigningKey {
    private final SignatureAlgorithm algorithm;
    private final KeyPair pair;
    private final SecureRandom random;

    /** @param random what ECDSA, RSA-PSS and ML-DSA draw for each signature */
    public SigningKey(SignatureAlgorithm algorithm, KeyPair pair, SecureRandom random) {
        this.algorithm = algorithm;
        this.pair = pair;
        this.random = random;
    }

    /** A signature of the message. */
    public byte[] sign(byte[] message) {
        return algorithm.scheme().sign(pair.getPrivate(), message, random);
    }

    /** Whether it is one. */
    public boolean verify(byte[] message, byte[] signature) {
        return algorithm.scheme().verify(pair.getPublic(), message, signature);
    }

    /** The half that everybody may have. */
    public PublicKey publicKey() {
        return pair.getPublic();
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return algorithm.toString();
    }
}
