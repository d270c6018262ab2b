/**
 * Relays one call to one pod by gRPC reflection: no service needs to be known when this is compiled. Read {@link
 * sevenlayers.client.relay.Relay} first.
 */
@NullMarked
package sevenlayers.client.relay;

import org.jspecify.annotations.NullMarked;
