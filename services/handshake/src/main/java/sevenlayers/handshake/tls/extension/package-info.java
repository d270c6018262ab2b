/**
 * Extensions of hellos and of other messages (RFC 8446 §4.2): one record each, and {@code UnknownExtension} for all others. The same number
 * has another body in another message; {@code Place} says in which.
 */
@NullMarked
package sevenlayers.handshake.tls.extension;

import org.jspecify.annotations.NullMarked;
