/**
 * The record layer: how messages and data are cut into records (RFC 8446 §5.1) and how records are sealed (§5.2; RFC 5288 and RFC 7905 for
 * TLS 1.2). Read {@code TlsRecord}, then {@code Protection}.
 */
@NullMarked
package sevenlayers.handshake.tls.record;

import org.jspecify.annotations.NullMarked;
