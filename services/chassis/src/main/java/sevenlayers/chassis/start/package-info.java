/** The first thing that a pod does. */
@NullMarked
package sevenlayers.chassis.start;

import org.jspecify.annotations.NullMarked;
