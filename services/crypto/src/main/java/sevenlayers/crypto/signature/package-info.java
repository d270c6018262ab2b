/**
 * Signatures: RSA-PSS and RSA PKCS #1 v1.5 (RFC 8017), ECDSA and DSA (FIPS 186-5 and 186-4), Ed25519 (RFC 8032), ML-DSA (FIPS 204). The
 * private key signs, the public key verifies; nothing is encrypted by either. Read {@link sevenlayers.crypto.signature.Scheme} first,
 * which is the mechanism with every choice in the caller's hands; {@link sevenlayers.crypto.signature.SignatureAlgorithm} are the choices
 * that a service offers, and {@link sevenlayers.crypto.signature.SigningKey} is one key at work.
 */
@NullMarked
package sevenlayers.crypto.signature;

import org.jspecify.annotations.NullMarked;
