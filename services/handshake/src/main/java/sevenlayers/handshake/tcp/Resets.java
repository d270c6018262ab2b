package sevenlayers.handshake.tcp;

import org.jspecify.annotations.Nullable;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpOptions;
import sevenlayers.wire.tcp.TcpSegment;

/** The reset that answers a segment for which there is no connection (RFC 9293 §3.5.2, group 1). */
public final class Resets {
    private Resets() {}

    /** Null where none may be sent: a reset is never answered with a reset. */
    public static @Nullable TcpSegment answer(TcpSegment segment) {
        if (segment.has(TcpFlags.RST)) {
            return null;
        }
        if (segment.has(TcpFlags.ACK)) {
            // §3.10.7.1: <SEQ=SEG.ACK><CTL=RST>
            return reset(segment, segment.acknowledgmentNumber(), 0, TcpFlags.RST);
        }
        // §3.10.7.1: <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>
        return reset(segment, 0, segment.endSequenceNumber(), TcpFlags.RST | TcpFlags.ACK);
    }

    private static TcpSegment reset(TcpSegment to, int sequenceNumber, int acknowledgmentNumber, int flags) {
        return new TcpSegment(
                to.destinationPort(),
                to.sourcePort(),
                sequenceNumber,
                acknowledgmentNumber,
                flags,
                0,
                0,
                TcpOptions.NONE,
                Bytes.EMPTY);
    }
}
