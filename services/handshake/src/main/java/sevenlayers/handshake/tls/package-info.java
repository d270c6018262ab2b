/**
 * TLS 1.2 (RFC 5246) and TLS 1.3 (RFC 8446) by hand, from the primitives of the JDK, so that each byte and each secret can be shown. Read
 * {@code record}, {@code message} and {@code extension} for what is on the wire, {@code secret} for the keys, {@code engine} for the
 * handshake. The JDK's own implementation shows neither its secrets nor its messages.
 */
@NullMarked
package sevenlayers.handshake.tls;

import org.jspecify.annotations.NullMarked;
