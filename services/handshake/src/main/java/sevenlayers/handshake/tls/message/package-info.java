/**
 * Handshake messages of TLS 1.2 (RFC 5246 §7.4) and TLS 1.3 (RFC 8446 §4), byte for byte. Read {@code HandshakeMessage} first; each message
 * parses and emits itself.
 */
@NullMarked
package sevenlayers.handshake.tls.message;

import org.jspecify.annotations.NullMarked;
