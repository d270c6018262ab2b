/** The UDP datagram (RFC 768). */
@NullMarked
package sevenlayers.wire.udp;

import org.jspecify.annotations.NullMarked;
