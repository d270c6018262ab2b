package sevenlayers.dns.trace;

/** Hears what a resolver does for a question. Called on the resolver's loop; it must not wait. */
@FunctionalInterface
public interface Trail {
    /** Nobody listens. */
    Trail NONE = (depth, event) -> {};

    /** @param depth 0 for the client's question, one more for each question within a question */
    void tell(int depth, Event event);
}
