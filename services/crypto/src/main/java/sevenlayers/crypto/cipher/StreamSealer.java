package sevenlayers.crypto.cipher;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * A message of any length in segments, each sealed by itself, so that nobody has to hold all of it: what comes out of a segment may be used when
 * it has been verified. The whole is verified when the last one has: its nonce says that it is the last, and every nonce says which it is, so
 * that none can be left out, moved or added (STREAM: Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015).
 *
 * <pre>
 *  0       1           2              6                22             29
 *  +-------+-----------+--------------+----------------+--------------+-----------------+---  ~  ---+
 *  | 0x72  | algorithm |   version    |      salt      | nonce prefix | first segment   |   last    |
 *  +-------+-----------+--------------+----------------+--------------+-----------------+---  ~  ---+
 * </pre>
 *
 * <p>A segment is 65,536 bytes and a tag; the last one may be shorter. Its key is made of the key, by HKDF (RFC 5869), and is for this message
 * only: so nonces cannot meet, however many messages there are. A nonce is the prefix, the segment's number in four bytes, and one byte that is 1
 * for the last.
 */
public final class StreamSealer {
    /** Plaintext of a segment. */
    public static final int SEGMENT_BYTES = 64 * 1024;

    /** Before the first segment. */
    public static final int HEADER_BYTES = 29;

    /** SP 800-38D §5.2.1.1 sets no limit that 2^32 segments would come near; here is one that a lab does not reach. */
    public static final long MOST_SEGMENTS = 1L << 20;

    private static final byte FORMAT = 0x72;
    private static final int SALT_BYTES = 16;
    private static final int PREFIX_BYTES = Aead.NONCE_BYTES - 5;
    private static final int CIPHERTEXT_BYTES = SEGMENT_BYTES + Aead.TAG_BYTES;

    private final Aead algorithm;
    private final byte[] key;
    private final byte[] prefix;
    private final byte[] associated;
    private final boolean encrypt;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private long segment;

    private StreamSealer(Aead algorithm, byte[] key, byte[] header, byte[] associatedData, boolean encrypt) {
        this.algorithm = algorithm;
        this.key = derived(algorithm, key, header);
        this.prefix = Arrays.copyOfRange(header, HEADER_BYTES - PREFIX_BYTES, HEADER_BYTES);
        this.associated = ByteBuffer.allocate(header.length + associatedData.length)
                .put(header)
                .put(associatedData)
                .array();
        this.encrypt = encrypt;
    }

    /**
     * What begins a ciphertext.
     *
     * @param drawn {@link #drawnBytes} random bytes
     */
    static byte[] header(Aead algorithm, int version, byte[] drawn) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put(FORMAT)
                .put((byte) algorithm.number())
                .putInt(version)
                .put(drawn)
                .array();
    }

    /** Salt and prefix. */
    static int drawnBytes() {
        return SALT_BYTES + PREFIX_BYTES;
    }

    static StreamSealer sealing(Aead algorithm, byte[] key, byte[] header, byte[] associatedData) {
        return new StreamSealer(algorithm, key, header, associatedData, true);
    }

    static StreamSealer opening(Aead algorithm, int version, byte[] key, byte[] header, byte[] associatedData)
            throws BadCiphertextException {
        boolean right = header.length == HEADER_BYTES
                && header[0] == FORMAT
                && header[1] == algorithm.number()
                && ByteBuffer.wrap(header, 2, 4).getInt() == version;
        if (!right) {
            throw new BadCiphertextException();
        }
        return new StreamSealer(algorithm, key, header, associatedData, false);
    }

    /** The version that a ciphertext names by its first bytes; 0: it is none of a stream. */
    public static int versionOf(byte[] header) {
        return header.length == HEADER_BYTES && header[0] == FORMAT
                ? ByteBuffer.wrap(header, 2, 4).getInt()
                : 0;
    }

    private static byte[] derived(Aead algorithm, byte[] key, byte[] header) {
        byte[] salt = Arrays.copyOfRange(header, 6, 6 + SALT_BYTES);
        byte[] info = Arrays.copyOf(header, 6);
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addSalt(salt)
                            .addIKM(key)
                            .thenExpand(info, algorithm.keyBytes()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this runtime has no HKDF", e);
        }
    }

    /**
     * Takes more of the message, and gives what is ready of the other side of it.
     *
     * @throws BadCiphertextException a segment is not what was sealed
     */
    public byte[] take(byte[] more) throws BadCiphertextException {
        waiting.writeBytes(more);
        int size = encrypt ? SEGMENT_BYTES : CIPHERTEXT_BYTES;
        if (waiting.size() <= size) {
            return new byte[0]; // what is there may be the last segment
        }
        byte[] all = waiting.toByteArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (all.length - at > size) {
            out.writeBytes(segment(Arrays.copyOfRange(all, at, at + size), false));
            at += size;
        }
        waiting.reset();
        waiting.write(all, at, all.length - at);
        return out.toByteArray();
    }

    /**
     * There is no more.
     *
     * @throws BadCiphertextException the last segment is not the last that was sealed: something is missing, or was added
     */
    public byte[] end() throws BadCiphertextException {
        return segment(waiting.toByteArray(), true);
    }

    private byte[] segment(byte[] bytes, boolean last) throws BadCiphertextException {
        if (segment >= MOST_SEGMENTS) {
            throw new IllegalArgumentException("a message has " + MOST_SEGMENTS + " segments at most, which is 64 GiB");
        }
        byte[] nonce = ByteBuffer.allocate(Aead.NONCE_BYTES)
                .put(prefix)
                .putInt((int) segment++)
                .put((byte) (last ? 1 : 0))
                .array();
        return encrypt ? algorithm.seal(key, nonce, bytes, associated) : algorithm.open(key, nonce, bytes, associated);
    }
}
