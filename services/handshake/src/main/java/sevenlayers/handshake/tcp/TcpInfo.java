package sevenlayers.handshake.tcp;

/**
 * What a connection knows, by the names and in the units of Linux's {@code tcp_info}: microseconds, milliseconds for the {@code last} ones,
 * segments for windows of congestion.
 *
 * @param state 8 CLOSE-WAIT, 9 LAST-ACK, 10 LISTEN, 11 CLOSING.
 * @param caState 0 open, 1 disorder, 2 CWR, 3 recovery, 4 loss.
 * @param retransmits timeouts in a row for the oldest data.
 * @param probes unanswered probes of a zero window or of keepalive.
 * @param backoff by how many doublings the timeout is backed off.
 * @param options 1 timestamps, 2 SACK, 4 window scaling, 8 ECN, 16 ECN was seen, 32 data in the SYN.
 * @param sndWscale by how many bits the other end's windows are shifted.
 * @param rcvWscale by how many bits its own are.
 * @param rto the retransmission timeout.
 * @param ato how long an ACK waits.
 * @param sndMss bytes of data in the largest segment that it sends.
 * @param rcvMss in the largest that it has received.
 * @param unacked segments in flight.
 * @param sacked of these, selectively acknowledged.
 * @param lost of these, taken for lost.
 * @param retrans of these, sent again.
 * @param lastDataSent milliseconds since data was sent.
 * @param lastDataRecv milliseconds since data arrived.
 * @param lastAckRecv milliseconds since an ACK arrived.
 * @param pmtu the path's MTU.
 * @param rtt the smoothed round-trip time.
 * @param rttvar its mean deviation.
 * @param sndSsthresh the slow start threshold; 2147483647 while there is none.
 * @param sndCwnd the congestion window.
 * @param advmss the largest segment that it takes.
 * @param reordering by how many places segments have been seen reordered.
 * @param rcvSpace room in the receive buffer.
 * @param totalRetrans segments sent again in all.
 * @param pacingRate bytes in a second at which sending is paced; 0: it is not.
 * @param bytesAcked bytes that have been acknowledged.
 * @param bytesReceived bytes that have arrived in order.
 * @param segsOut segments sent.
 * @param segsIn segments received.
 * @param notsentBytes bytes in the send buffer that have not been sent.
 * @param minRtt the shortest round-trip time of late.
 * @param dataSegsIn segments with data received.
 * @param dataSegsOut segments with data sent.
 * @param deliveryRate bytes in a second that arrive, as last measured while the program did not limit it, or faster.
 * @param busyTime time in which data was in flight or waiting to be.
 * @param rwndLimited of this, time in which the receiver's window was the limit.
 * @param sndbufLimited of this, time in which the send buffer was.
 * @param delivered segments that have been delivered.
 * @param deliveredCe of these, with congestion marked.
 * @param bytesSent bytes of data sent, those sent again included.
 * @param bytesRetrans bytes sent again.
 * @param dsackDups duplicates that the other end has reported (D-SACK).
 * @param reordSeen times that reordering was seen.
 * @param rcvOoopack segments that arrived out of order.
 * @param sndWnd the window that the other end offers, scaled.
 * @param rcvWnd the window that this end offers, scaled.
 * @param deliveryRateAppLimited whether {@code deliveryRate} was measured while the program had nothing more to send.
 */
public record TcpInfo(
        int state,
        int caState,
        int retransmits,
        int probes,
        int backoff,
        int options,
        int sndWscale,
        int rcvWscale,
        int rto,
        int ato,
        int sndMss,
        int rcvMss,
        int unacked,
        int sacked,
        int lost,
        int retrans,
        int lastDataSent,
        int lastDataRecv,
        int lastAckRecv,
        int pmtu,
        int rtt,
        int rttvar,
        int sndSsthresh,
        int sndCwnd,
        int advmss,
        int reordering,
        int rcvSpace,
        int totalRetrans,
        long pacingRate,
        long bytesAcked,
        long bytesReceived,
        int segsOut,
        int segsIn,
        int notsentBytes,
        int minRtt,
        int dataSegsIn,
        int dataSegsOut,
        long deliveryRate,
        long busyTime,
        long rwndLimited,
        long sndbufLimited,
        int delivered,
        int deliveredCe,
        long bytesSent,
        long bytesRetrans,
        int dsackDups,
        int reordSeen,
        int rcvOoopack,
        int sndWnd,
        int rcvWnd,
        boolean deliveryRateAppLimited) {}
