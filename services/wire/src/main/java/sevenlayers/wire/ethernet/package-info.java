/** The frame of Ethernet (IEEE 802.3 §3): addresses, a type, data and the frame check sequence. */
@NullMarked
package sevenlayers.wire.ethernet;

import org.jspecify.annotations.NullMarked;
