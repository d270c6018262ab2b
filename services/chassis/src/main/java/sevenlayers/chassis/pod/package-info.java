/** sevenlayers.chassis.v1.PodService: who answered, and over which connection. */
@NullMarked
package sevenlayers.chassis.pod;

import org.jspecify.annotations.NullMarked;
