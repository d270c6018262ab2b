/** Front doors: relays on this machine's 127.0.0.1 that lead to pods, and who holds a port that is taken. */
@NullMarked
package sevenlayers.labs.world.doors;

import org.jspecify.annotations.NullMarked;
