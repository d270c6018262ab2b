/**
 * Encryption to a public key: RSA-OAEP (RFC 8017 §7.1), which holds little, and HPKE (RFC 9180), which agrees on a key for authenticated
 * encryption and so holds anything. Read {@link sevenlayers.crypto.box.BoxAlgorithm} first.
 */
@NullMarked
package sevenlayers.crypto.box;

import org.jspecify.annotations.NullMarked;
