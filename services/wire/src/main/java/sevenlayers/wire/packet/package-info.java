/** Packets with all that is in them. */
@NullMarked
package sevenlayers.wire.packet;

import org.jspecify.annotations.NullMarked;
