package sevenlayers.wire;

/** Bytes that are not what they were taken for; the message says which field is wrong, and what it may be. */
public final class MalformedPacketException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedPacketException(String message) {
        // A receiver throws such a packet away, thousands of times in a
        // simulation; where in our code it did so is of no interest.
        super(message, null, false, false);
    }
}
