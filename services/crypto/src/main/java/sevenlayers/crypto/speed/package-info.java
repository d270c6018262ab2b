/** How long each operation takes. Read {@link sevenlayers.crypto.speed.Operation} first. */
@NullMarked
package sevenlayers.crypto.speed;

import org.jspecify.annotations.NullMarked;
