/**
 * Ephemeral Diffie-Hellman (RFC 8446 §7.4) and signatures over handshakes (§4.4.3), on the primitives of the JDK.
 */
@NullMarked
package sevenlayers.handshake.tls.exchange;

import org.jspecify.annotations.NullMarked;
