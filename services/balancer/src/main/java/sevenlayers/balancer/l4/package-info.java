/**
 * The L4 door: a backend for each TCP connection, and bytes passed on unread.
 *
 * <p>Begin with {@link sevenlayers.balancer.l4.L4Listener}; {@link sevenlayers.balancer.l4.Relay} is one direction of a pair of
 * connections. RFC 9293 §3.6 on half-closed connections.
 */
@NullMarked
package sevenlayers.balancer.l4;

import org.jspecify.annotations.NullMarked;
