/**
 * TCP as RFC 9293 has it: {@link TcpConnection} takes segments, calls of a program and timers, each with the time at which it happens, and
 * says what it does to {@link TcpEffects}. It owns no clock, thread, queue, socket or chance. Read {@code TcpConnection} first, then
 * {@code SegmentArrival}, which follows §3.10.7 step by step. Around them each mechanism has its file. RFC 9293, 2018, 2883, 3042, 3168,
 * 5482, 5681, 5961, 6298, 6582, 6675, 6691, 7323, 8985.
 */
@NullMarked
package sevenlayers.handshake.tcp;

import org.jspecify.annotations.NullMarked;
