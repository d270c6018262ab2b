/** How much memory the runs of a pod may hold, and one of them. Read {@code Pool} first. */
@NullMarked
package sevenlayers.handshake.memory;

import org.jspecify.annotations.NullMarked;
