/**
 * How much a sender may have in flight so that the network bears it: slow start and congestion avoidance (RFC 5681), CUBIC (RFC 9438). An
 * algorithm is told what was acknowledged and what was lost, and has a window; finding losses is {@code recovery}'s.
 */
@NullMarked
package sevenlayers.handshake.tcp.congestion;

import org.jspecify.annotations.NullMarked;
