package sevenlayers.labs.build;

/** The build did not succeed; the message is for the reader, with the compiler's own words in it where there are any. */
public final class BuildFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BuildFailed(String message) {
        super(message);
    }
}
