/** The hash functions of FIPS 180-4, under the names that each part of the JDK knows them by. */
@NullMarked
package sevenlayers.crypto.hash;

import org.jspecify.annotations.NullMarked;
