/** Front doors that this machine holds for pods elsewhere. Read {@link sevenlayers.labs.world.relay.Relay}. */
@NullMarked
package sevenlayers.labs.world.relay;

import org.jspecify.annotations.NullMarked;
