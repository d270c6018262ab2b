/**
 * A backend worth studying: every answer says which pod gave it and over which connection.
 *
 * <p>Read {@link sevenlayers.node.NodeServer} first: it puts together the services here, thin adapters all of them, with the mechanisms
 * in {@code node.work}, {@code node.knobs}, {@code node.connection} and {@code node.netty}. The contract is {@code
 * sevenlayers.node.v1}.
 */
@NullMarked
package sevenlayers.node;

import org.jspecify.annotations.NullMarked;
