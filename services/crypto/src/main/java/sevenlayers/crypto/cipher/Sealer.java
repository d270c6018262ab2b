package sevenlayers.crypto.cipher;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * One version of a key at work. The nonce of each message is drawn here and cannot be given, since two messages under one nonce are the
 * end of both (NIST SP 800-38D §8). Drawn at random they may meet: after {@link #MOST_MESSAGES} (§8.3 there) this version seals no more.
 */
public final class Sealer {
    /** More in one message must be cut into several. */
    public static final int MOST_PLAINTEXT_BYTES = 64 * 1024;

    /** NIST SP 800-38D §8.3: 2^32 random nonces of 96 bits meet with a probability of less than 2^-32, and more are not to be drawn. */
    public static final long MOST_MESSAGES = 1L << 32;

    private final Aead algorithm;
    private final int version;
    private final byte[] key;
    private final RandomGenerator random;

    /** Messages that were sealed, and those that were begun and came too late. */
    private final AtomicLong messages;

    /**
     * @param version of the key, from 1
     * @param random where nonces come from: a {@link java.security.SecureRandom}, but in tests
     */
    public Sealer(Aead algorithm, int version, byte[] key, RandomGenerator random) {
        this(algorithm, version, key, random, 0);
    }

    /** As the other, for a key that has sealed so many messages elsewhere. */
    public Sealer(Aead algorithm, int version, byte[] key, RandomGenerator random, long messages) {
        if (key.length != algorithm.keyBytes() || version < 1) {
            throw new IllegalArgumentException(algorithm + " takes a key of " + algorithm.keyBytes()
                    + " bytes and a version from 1, and got " + key.length + " and " + version);
        }
        this.algorithm = algorithm;
        this.version = version;
        this.key = key.clone();
        this.random = random;
        this.messages = new AtomicLong(messages);
    }

    /** How many messages it has sealed. */
    public long messages() {
        return Math.min(messages.get(), MOST_MESSAGES);
    }

    /**
     * A ciphertext that names the algorithm and the version.
     *
     * @throws IllegalArgumentException there are more than {@value #MOST_PLAINTEXT_BYTES} bytes
     * @throws KeyExhaustedException it has sealed {@link #MOST_MESSAGES}
     */
    public byte[] seal(byte[] plaintext, byte[] associatedData) throws KeyExhaustedException {
        if (plaintext.length > MOST_PLAINTEXT_BYTES) {
            throw new IllegalArgumentException(
                    plaintext.length + " bytes are more than one message holds; allowed: " + MOST_PLAINTEXT_BYTES);
        }
        if (messages.getAndIncrement() >= MOST_MESSAGES) {
            throw new KeyExhaustedException();
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

    /** A message in segments: what begins its ciphertext, and what makes the rest. */
    public record Begun(byte[] header, StreamSealer segments) {}

    /**
     * Begins a message of any length. It has a key of its own, so it does not count among {@link #MOST_MESSAGES}.
     *
     * @param associatedData is authenticated with each segment
     */
    public Begun sealStream(byte[] associatedData) {
        byte[] drawn = new byte[StreamSealer.drawnBytes()];
        random.nextBytes(drawn);
        byte[] header = StreamSealer.header(algorithm, version, drawn);
        return new Begun(header, StreamSealer.sealing(algorithm, key, header, associatedData));
    }

    /**
     * Opens a message of any length.
     *
     * @param header its first {@link StreamSealer#HEADER_BYTES}
     */
    public StreamSealer openStream(byte[] header, byte[] associatedData) throws BadCiphertextException {
        return StreamSealer.opening(algorithm, version, key, header, associatedData);
    }

    /** The version that a ciphertext names; empty: it is none. */
    public static OptionalInt versionOf(byte[] ciphertext) {
        return Envelope.parse(ciphertext).stream().mapToInt(Envelope::version).findFirst();
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
