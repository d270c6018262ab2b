/** How fast the engines of cryptography are, beside OpenSSL. */
@NullMarked
package sevenlayers.bench.crypto;

import org.jspecify.annotations.NullMarked;
