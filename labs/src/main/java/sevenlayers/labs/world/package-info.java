/** The places where pods run: processes, containers, a cluster. Read {@link sevenlayers.labs.world.World} first. */
@NullMarked
package sevenlayers.labs.world;

import org.jspecify.annotations.NullMarked;
