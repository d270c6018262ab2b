package sevenlayers.labs.world;

/** Something that a world could not do. The message is for the student: what was wrong, what is allowed, what to do. */
public final class WorldException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WorldException(String message) {
        super(message);
    }

    public WorldException(String message, Throwable cause) {
        super(message, cause);
    }
}
