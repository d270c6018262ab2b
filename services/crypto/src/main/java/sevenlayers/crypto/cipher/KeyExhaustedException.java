package sevenlayers.crypto.cipher;

/** The key has sealed as many messages as it may: NIST SP 800-38D §8.3. */
public final class KeyExhaustedException extends Exception {
    private static final long serialVersionUID = 1;

    /** The same for all. */
    public KeyExhaustedException() {
        super(
                "this version of the key has sealed 2^32 messages, as many as random nonces allow; rotate the key: another version seals "
                        + "the next ones, and this one still opens its own");
    }
}
