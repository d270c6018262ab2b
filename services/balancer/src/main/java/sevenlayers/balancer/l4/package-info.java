/**
 * The L4 door: a backend for each TCP connection, and bytes passed on unread.
 *
 * <p>Begin with {@link sevenlayers.balancer.l4.L4Listener}; {@link sevenlayers.balancer.l4.L4Connection} finds a backend, and
 * {@link sevenlayers.balancer.l4.Relay} is one direction of the {@link sevenlayers.balancer.l4.Pair} that comes of it. RFC 9293 §3.6 on
 * half-closed connections; the PROXY protocol is in {@link sevenlayers.balancer.proxyprotocol}, and
 * {@link sevenlayers.balancer.servername} reads whom a TLS client wants.
 */
@NullMarked
package sevenlayers.balancer.l4;

import org.jspecify.annotations.NullMarked;
