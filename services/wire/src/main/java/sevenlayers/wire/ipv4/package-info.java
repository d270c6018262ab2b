/** IP version 4 (RFC 791): the packet, cut into fragments and put together again. Read {@code Ipv4Packet} first. */
@NullMarked
package sevenlayers.wire.ipv4;

import org.jspecify.annotations.NullMarked;
