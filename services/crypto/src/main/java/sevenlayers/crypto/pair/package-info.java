/**
 * Key pairs of every kind: how they are made, and how they come from outside. A public key is a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), as
 * certificates have it and {@code openssl pkey -pubout} writes it. Read {@link sevenlayers.crypto.pair.PairType} first.
 */
@NullMarked
package sevenlayers.crypto.pair;

import org.jspecify.annotations.NullMarked;
