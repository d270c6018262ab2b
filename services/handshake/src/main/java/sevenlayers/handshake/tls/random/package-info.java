/**
 * Randomness as a parameter: whoever gives it gets the same handshake again, to the byte.
 */
@NullMarked
package sevenlayers.handshake.tls.random;

import org.jspecify.annotations.NullMarked;
