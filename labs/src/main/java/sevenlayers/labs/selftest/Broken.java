package sevenlayers.labs.selftest;

/** Something is not as it must be; the message says what was expected and what was seen. */
final class Broken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Broken(String message) {
        super(message);
    }

    /** What was wrong. */
    String sentence() {
        return String.valueOf(getMessage());
    }
}
