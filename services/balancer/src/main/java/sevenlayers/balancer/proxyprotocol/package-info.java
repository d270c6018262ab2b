/**
 * The PROXY protocol, versions 1 and 2: a few bytes before everything else on a connection, by which a proxy says for whom it dials.
 *
 * <p>{@link sevenlayers.balancer.proxyprotocol.ProxyHeader} is what it says; {@link sevenlayers.balancer.proxyprotocol.Version1} and
 * {@link sevenlayers.balancer.proxyprotocol.Version2} are the two ways to write it, each with a {@code parse} and an {@code emit} that
 * mirror each other. "Spec" is {@code doc/proxy-protocol.txt} of HAProxy.
 */
@NullMarked
package sevenlayers.balancer.proxyprotocol;

import org.jspecify.annotations.NullMarked;
