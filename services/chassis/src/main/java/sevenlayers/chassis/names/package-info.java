/** How names become addresses inside the lab, and which names belong to it. */
@NullMarked
package sevenlayers.chassis.names;

import org.jspecify.annotations.NullMarked;
