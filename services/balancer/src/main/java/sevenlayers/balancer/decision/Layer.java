package sevenlayers.balancer.decision;

/** The layer that decides. */
public enum Layer {
    /** A backend for each TCP connection. */
    L4,
    /** A backend for each HTTP/2 request. */
    L7
}
