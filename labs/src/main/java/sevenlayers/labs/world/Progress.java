package sevenlayers.labs.world;

/**
 * How far a piece of work has come.
 *
 * @param what the work, as in {@code starting}
 * @param done parts done
 * @param of parts in all
 */
public record Progress(String what, int done, int of) {}
