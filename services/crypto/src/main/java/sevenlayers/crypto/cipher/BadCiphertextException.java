package sevenlayers.crypto.cipher;

/**
 * This is no ciphertext of that key. There is one sentence and no cause for a wrong key, other associated data, a changed byte and one
 * that is missing: whoever could tell them apart could ask until the plaintext is known.
 */
public final class BadCiphertextException extends Exception {
    private static final long serialVersionUID = 1;

    /** The same for all. */
    public BadCiphertextException() {
        super("the ciphertext does not open with this key and this associated data");
    }
}
