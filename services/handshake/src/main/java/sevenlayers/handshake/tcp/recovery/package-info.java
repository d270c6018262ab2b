/**
 * How a sender learns the round-trip time and finds out what was lost: the timeout (RFC 6298), duplicate ACKs (RFC 5681, 6582), selective
 * acknowledgments (RFC 6675) and time (RFC 8985). Nothing here decides how much may be in flight; that is congestion control.
 */
@NullMarked
package sevenlayers.handshake.tcp.recovery;

import org.jspecify.annotations.NullMarked;
