package sevenlayers.node.connection;

/** Why a connection was told to go away, or closed. */
public enum Cause {
    /** It reached its maximum age. */
    AGE,
    /** The other end closed it. */
    PEER,
    /** The network or the protocol failed. */
    ERROR,
    /** The pod is shutting down. */
    DRAIN
}
