package sevenlayers.crypto.cipher;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A ciphertext that says what it is, so that a key can be rotated and older ciphertexts still find their version:
 *
 * <pre>
 *  0       1           2              6                     18
 *  +-------+-----------+--------------+---------------------+------------------ ~ --+---------+
 *  | 0x71  | algorithm |   version    |        nonce        |  ciphertext           |   tag   |
 *  +-------+-----------+--------------+---------------------+------------------ ~ --+---------+
 * </pre>
 *
 * <p>The first six bytes are authenticated, too: {@link #header}.
 *
 * @param version of the key, from 1
 * @param sealed ciphertext and tag
 */
record Envelope(Aead algorithm, int version, byte[] nonce, byte[] sealed) {
    private static final byte FORMAT = 0x71;
    private static final int HEADER_BYTES = 6;

    /** So much longer than its plaintext is a ciphertext. */
    static final int OVERHEAD_BYTES = HEADER_BYTES + Aead.NONCE_BYTES + Aead.TAG_BYTES;

    Envelope {
        if (version < 1 || nonce.length != Aead.NONCE_BYTES || sealed.length < Aead.TAG_BYTES) {
            throw new IllegalArgumentException("versions start at 1, a nonce has " + Aead.NONCE_BYTES
                    + " bytes, and no ciphertext is shorter than its tag");
        }
    }

    /** What {@link #emit} made; empty for anything else. */
    static Optional<Envelope> parse(byte[] bytes) {
        if (bytes.length < OVERHEAD_BYTES || bytes[0] != FORMAT) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        int number = Byte.toUnsignedInt(buffer.get());
        int version = buffer.getInt();
        byte[] nonce = take(buffer, Aead.NONCE_BYTES);
        byte[] sealed = take(buffer, buffer.remaining());
        return Arrays.stream(Aead.values())
                .filter(aead -> aead.number() == number && version >= 1)
                .findFirst()
                .map(aead -> new Envelope(aead, version, nonce, sealed));
    }

    byte[] emit() {
        return ByteBuffer.allocate(HEADER_BYTES + nonce.length + sealed.length)
                .put(header(algorithm, version))
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** The bytes before the nonce. */
    static byte[] header(Aead algorithm, int version) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put(FORMAT)
                .put((byte) algorithm.number())
                .putInt(version)
                .array();
    }

    private static byte[] take(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }
}
