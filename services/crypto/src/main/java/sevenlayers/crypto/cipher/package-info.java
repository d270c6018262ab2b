/**
 * Authenticated encryption: AES-GCM (NIST SP 800-38D, RFC 5116), ChaCha20-Poly1305 (RFC 8439) and AES-GCM-SIV (RFC 8452). Read {@link
 * sevenlayers.crypto.cipher.Aead} first, which is the mechanism with every input in the caller's hands; {@link
 * sevenlayers.crypto.cipher.Sealer} is how a service uses it: it makes the nonces itself, and its ciphertexts say what they are.
 */
@NullMarked
package sevenlayers.crypto.cipher;

import org.jspecify.annotations.NullMarked;
