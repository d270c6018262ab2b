/** How a pod leaves without losing a call. Read {@link sevenlayers.chassis.drain.Drain} first. */
@NullMarked
package sevenlayers.chassis.drain;

import org.jspecify.annotations.NullMarked;
