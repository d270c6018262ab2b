package sevenlayers.balancer.servername;

/** What the first bytes of a connection say about the server's name. */
public sealed interface Peeked {
    /** Nothing yet: the ClientHello is not complete. */
    record More() implements Peeked {}

    /**
     * TLS, for this server.
     *
     * @param name letters, digits, dots, hyphens and underscores only, at most 255
     */
    record Name(String name) implements Peeked {}

    /** Not TLS, or a ClientHello without a name, or none that can be read. */
    record None() implements Peeked {}
}
