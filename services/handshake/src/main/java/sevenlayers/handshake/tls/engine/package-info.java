/**
 * The handshake itself, both roles, as a function of state and event to effects: no socket, no clock, no randomness of its own. Read
 * {@code Event} and {@code Effect}, then {@code TlsConnection}; each version and role has a {@code Flow}. RFC 8446 appendix A draws the states.
 */
@NullMarked
package sevenlayers.handshake.tls.engine;

import org.jspecify.annotations.NullMarked;
