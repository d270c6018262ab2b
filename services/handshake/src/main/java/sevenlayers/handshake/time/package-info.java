/** Virtual time: it stands still while something happens, and jumps to the next thing that will. */
@NullMarked
package sevenlayers.handshake.time;

import org.jspecify.annotations.NullMarked;
