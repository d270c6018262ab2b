/**
 * The TCP segment (RFC 9293 §3.1) and its options: end of list, no-operation and MSS (RFC 9293 §3.2), window scale and timestamps
 * (RFC 7323), selective acknowledgment (RFC 2018), user timeout (RFC 5482), fast open (RFC 7413). Read {@code TcpSegment} first.
 */
@NullMarked
package sevenlayers.wire.tcp;

import org.jspecify.annotations.NullMarked;
