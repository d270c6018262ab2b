package sevenlayers.chassis.connection;

import sevenlayers.chassis.v1.Connection;

/**
 * Is told what happens to the connections of a {@link ConnectionTable}. Called on transport threads: return soon, never block. Each
 * method gets the connection as it was at that moment.
 */
public interface ConnectionListener {
    /** Why a connection was told to go away, or closed. */
    enum Cause {
        /** It reached the maximum connection age. */
        AGE,
        /** The other end closed it. */
        PEER,
        /** The network or the protocol failed; the detail says how. */
        ERROR,
        /** The pod is shutting down. */
        DRAIN
    }

    /** It was accepted. */
    default void opened(Connection connection) {}

    /** A call began on it. */
    default void call(Connection connection, String method) {}

    /** This end sent GOAWAY. */
    default void goaway(Connection connection, Cause cause, String detail) {}

    /** It is closed. */
    default void closed(Connection connection, Cause cause, String detail) {}
}
