package sevenlayers.crypto.pair;

/** A key from outside is not what it must be; the message says what that is, and nothing of the key. */
public final class BadKeyException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param message what was wrong; what is allowed */
    public BadKeyException(String message) {
        super(message);
    }
}
