/**
 * Alerts (RFC 8446 §6, RFC 5246 §7.2): what an end says before it gives up, and the failure that makes it say so.
 */
@NullMarked
package sevenlayers.handshake.tls.alert;

import org.jspecify.annotations.NullMarked;
