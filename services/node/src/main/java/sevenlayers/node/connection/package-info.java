/**
 * How long a connection lives, and what is said about its end.
 *
 * <p>{@link sevenlayers.node.connection.ConnectionAge} decides when a connection is told to go away and when patience ends; it reads no
 * clock and owns no socket. {@code sevenlayers.node.netty} does what it says. RFC 9113 §6.8 (GOAWAY).
 */
@NullMarked
package sevenlayers.node.connection;

import org.jspecify.annotations.NullMarked;
