package sevenlayers.crypto.key;

/** A key cannot do what was asked of it. The message says what was wrong, what is allowed and how to mend it, and nothing of a secret. */
public final class KeyException extends Exception {
    private static final long serialVersionUID = 1;

    /** What is in the way. */
    public enum Reason {
        /** There is no such key. */
        KEY_NOT_FOUND,
        /** There is one already. */
        KEY_EXISTS,
        /** It is for something else. */
        WRONG_PURPOSE,
        /** It has no such version. */
        VERSION_NOT_FOUND,
        /** The version is kept and not used. */
        VERSION_DISABLED,
        /** The version is gone, or about to go. */
        VERSION_DESTROYED,
        /** The version is older than those that may still decrypt and verify. */
        VERSION_TOO_OLD,
        /** From its state no such step leads. */
        STATE_NOT_ALLOWED,
        /** It has no public half. */
        NO_PUBLIC_KEY,
        /** There are as many as there may be. */
        TOO_MANY
    }

    private final Reason reason;

    KeyException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** What is in the way. */
    public Reason reason() {
        return reason;
    }
}
