/**
 * From a common secret to the keys of records: the key schedule of TLS 1.3 (RFC 8446 §7) as one type for each stage, so that a wrong order
 * does not compile, and the PRF of TLS 1.2 (RFC 5246 §5, RFC 7627). Each secret says with which formula and from what it was made. Read
 * {@code EarlyStage} for TLS 1.3, {@code MasterSecret12} for TLS 1.2.
 */
@NullMarked
package sevenlayers.handshake.tls.secret;

import org.jspecify.annotations.NullMarked;
