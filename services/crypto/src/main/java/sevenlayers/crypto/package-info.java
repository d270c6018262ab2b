/**
 * Keys that have names, and what is done with them: the thin gRPC adapters over the packages below. Read {@link
 * sevenlayers.crypto.key.Keyring} first.
 */
@NullMarked
package sevenlayers.crypto;

import org.jspecify.annotations.NullMarked;
