/**
 * One end of a TCP connection, by RFC 9293 with RFC 5681, 6298, 7323, 2018, 2883, 3168 and 5961. Read {@code TcpConnection} first: it is
 * given segments, calls and timers that fired, each with the time, and does all it does through {@code TcpEffects}. It owns no clock, no
 * thread, no socket and no chance. {@code Arrivals} is §3.10.7 in its own order; {@code Output} decides what may be sent; {@code Sender}
 * learns from acknowledgments what was lost.
 */
@NullMarked
package sevenlayers.handshake.tcp;

import org.jspecify.annotations.NullMarked;
