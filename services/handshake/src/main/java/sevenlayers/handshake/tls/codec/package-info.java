/**
 * The presentation language of TLS (RFC 8446 §3): numbers, vectors with their length in front, and where in the bytes each field stands.
 * Read {@code Reader}: whatever a parser reads through it is also a field with its span and meaning.
 */
@NullMarked
package sevenlayers.handshake.tls.codec;

import org.jspecify.annotations.NullMarked;
