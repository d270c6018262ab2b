package sevenlayers.crypto.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A hash function. */
public enum Hash {
    /** Collisions are made at will (2017); old signatures and published vectors have it. */
    SHA1("SHA-1", "SHA1", 20),
    SHA224("SHA-224", "SHA224", 28),
    SHA256("SHA-256", "SHA256", 32),
    SHA384("SHA-384", "SHA384", 48),
    SHA512("SHA-512", "SHA512", 64);

    private final String digest;
    private final String inNames;
    private final int bytes;

    Hash(String digest, String inNames, int bytes) {
        this.digest = digest;
        this.inNames = inNames;
        this.bytes = bytes;
    }

    /** As message digests and parameters are named: {@code SHA-256}. */
    public String digest() {
        return digest;
    }

    /** As it stands in the names of compounds: {@code SHA256}, as in {@code SHA256withRSA} and {@code HmacSHA256}. */
    public String inNames() {
        return inNames;
    }

    /** The length of its value. */
    public int bytes() {
        return bytes;
    }

    /** Its value. */
    public byte[] of(byte[] message) {
        try {
            return MessageDigest.getInstance(digest).digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this runtime has no " + digest, e);
        }
    }
}
