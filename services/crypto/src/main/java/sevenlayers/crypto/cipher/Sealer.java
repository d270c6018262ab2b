package sevenlayers.crypto.cipher;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * One version of a key at work. The nonce of each message is drawn here and cannot be given, since two messages under one nonce are the
 * end of both (NIST SP 800-38D §8). Drawn at random they may meet: after 2^32 messages (§8.3 there) the key wants another version.
 */
public final class Sealer {
    /** More in one message must be cut into several. */
    public static final int MOST_PLAINTEXT_BYTES = 64 * 1024;

    private final Aead algorithm;
    private final int version;
    private final byte[] key;
    private final RandomGenerator random;

    /**
     * @param version of the key, from 1
     * @param random where nonces come from: a {@link java.security.SecureRandom}, but in tests
     */
    public Sealer(Aead algorithm, int version, byte[] key, RandomGenerator random) {
        if (key.length != algorithm.keyBytes() || version < 1) {
            throw new IllegalArgumentException(algorithm + " takes a key of " + algorithm.keyBytes()
                    + " bytes and a version from 1, and got " + key.length + " and " + version);
        }
        this.algorithm = algorithm;
        this.version = version;
        this.key = key.clone();
        this.random = random;
    }

    /**
     * A ciphertext that names the algorithm and the version.
     *
     * @throws IllegalArgumentException there are more than {@value #MOST_PLAINTEXT_BYTES} bytes
     */
    public byte[] seal(byte[] plaintext, byte[] associatedData) {
        if (plaintext.length > MOST_PLAINTEXT_BYTES) {
            throw new IllegalArgumentException(
                    plaintext.length + " bytes are more than one message holds; allowed: " + MOST_PLAINTEXT_BYTES);
        }
        byte[] nonce = new byte[Aead.NONCE_BYTES];
        random.nextBytes(nonce);
        return new Envelope(
                        algorithm, version, nonce, algorithm.seal(key, nonce, plaintext, authenticated(associatedData)))
                .emit();
    }

    /**
     * The plaintext.
     *
     * @throws BadCiphertextException it was not made by this version of this key with this associated data, or has changed since
     */
    public byte[] open(byte[] ciphertext, byte[] associatedData) throws BadCiphertextException {
        Envelope envelope = Envelope.parse(ciphertext).orElseThrow(BadCiphertextException::new);
        if (envelope.algorithm() != algorithm || envelope.version() != version) {
            throw new BadCiphertextException();
        }
        return algorithm.open(key, envelope.nonce(), envelope.sealed(), authenticated(associatedData));
    }

    /** The header has a fixed length, so that no other header and associated data give the same bytes. */
    private byte[] authenticated(byte[] associatedData) {
        byte[] header = Envelope.header(algorithm, version);
        return ByteBuffer.allocate(header.length + associatedData.length)
                .put(header)
                .put(associatedData)
                .array();
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return algorithm + ", version " + version;
    }
}
