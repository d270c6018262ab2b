/**
 * Who the other end is: what it shows ({@code Credential}) and whether that is believed ({@code PeerCheck}). RFC 5280, RFC 9525.
 */
@NullMarked
package sevenlayers.handshake.tls.certificate;

import org.jspecify.annotations.NullMarked;
