/**
 * The processes world: a pod is a JVM on its own loopback address, or, where there is one such address only, on ports of its own. Read
 * {@link sevenlayers.labs.world.processes.ProcessWorld} first.
 */
@NullMarked
package sevenlayers.labs.world.processes;

import org.jspecify.annotations.NullMarked;
