/** The messages of ICMP (RFC 792; the next hop's MTU: RFC 1191 §4). */
@NullMarked
package sevenlayers.wire.icmp;

import org.jspecify.annotations.NullMarked;
