/**
 * Message authentication with a shared key: HMAC (RFC 2104, FIPS 198-1). Who can check a tag can make one, which is how it differs from
 * a signature. Read {@link sevenlayers.crypto.mac.Hmac} first.
 */
@NullMarked
package sevenlayers.crypto.mac;

import org.jspecify.annotations.NullMarked;
