/**
 * How two find a secret that nobody who listens has: Diffie-Hellman in its three forms (RFC 7748, SP 800-56A), and ML-KEM (FIPS 203), where one
 * makes the secret and sends it so that the other alone finds it. Read {@link sevenlayers.crypto.agreement.Agreement} first.
 */
@NullMarked
package sevenlayers.crypto.agreement;

import org.jspecify.annotations.NullMarked;
