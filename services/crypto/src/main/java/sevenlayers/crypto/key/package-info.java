/**
 * Keys that have names. Who uses one knows its name and never its bytes; it has a purpose and one algorithm, and versions: the primary makes what is
 * new, older ones open what is old, until they are destroyed (NIST SP 800-57 part 1 §7 has the states of a key's life). Read {@link
 * sevenlayers.crypto.key.Keyring} first, then {@link sevenlayers.crypto.key.VersionState}.
 */
@NullMarked
package sevenlayers.crypto.key;

import org.jspecify.annotations.NullMarked;
