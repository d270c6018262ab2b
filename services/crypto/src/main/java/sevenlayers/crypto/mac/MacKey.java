package sevenlayers.crypto.mac;

/** One version of a key at work. */
public final class MacKey {
    private final Hmac algorithm;
    private final byte[] key;

    /** @throws IllegalArgumentException the key is not as long as a tag */
    public MacKey(Hmac algorithm, byte[] key) {
        if (key.length != algorithm.bytes()) {
            throw new IllegalArgumentException(
                    algorithm + " takes a key of " + algorithm.bytes() + " bytes, and got " + key.length);
        }
        this.algorithm = algorithm;
        this.key = key.clone();
    }

    /** The tag of the message. */
    public byte[] tag(byte[] message) {
        return algorithm.tag(key, message);
    }

    /** Whether {@code tag} is that of the message. */
    public boolean verify(byte[] message, byte[] tag) {
        return algorithm.verify(key, message, tag);
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return algorithm.toString();
    }
}
