/** What drives the sockets of both doors: event loops, and the kind of socket that goes with them. */
@NullMarked
package sevenlayers.balancer.transport;

import org.jspecify.annotations.NullMarked;
