package sevenlayers.handshake.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.network.Loss;
import sevenlayers.handshake.tcp.TcpInfo;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.handshake.tcp.TcpTimer;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.tcp.TcpSegment;

/**
 * One thing that happened.
 *
 * @param number in the order of the run, from 1
 * @param host where, a router included
 * @param connection {@code client:40000-server:80}, its opener first; empty where there is none
 * @param why null for what needs no reason
 * @param ends how both ends see it after the event; empty where nobody asked
 */
public record Event(
        long number,
        long atNanos,
        String host,
        String connection,
        What what,
        @Nullable Rule why,
        List<EndView> ends) {
    /** The kinds that can be asked for. */
    public enum Kind {
        SENT,
        LOST,
        ARRIVED,
        STATE,
        TIMER,
        SAMPLE,
        BUFFER,
        DELIVERED,
        APPLICATION,
        ICMP
    }

    /** A segment, with its numbers counted from those of the SYNs. */
    public record Shown(TcpSegment segment, int relativeSequence, int relativeAcknowledgment) {}

    /** What happened. */
    public sealed interface What {
        record Sent(String to, Shown shown, long packet, boolean retransmission) implements What {}

        record Lost(String to, Shown shown, long packet, String where, Loss how) implements What {}

        record Arrived(String from, Shown shown, long packet, boolean congestionMarked) implements What {}

        record StateChanged(TcpState from, TcpState to) implements What {}

        record TimerChanged(TcpTimer timer, Change change, long firesAtNanos) implements What {}

        /** @param ssthreshBytes -1 while there is none */
        record Sampled(TcpInfo info, long cwndBytes, long ssthreshBytes, String phase) implements What {}

        record BufferChanged(
                int sendBytes,
                int inFlightBytes,
                int receiveBytes,
                int outOfOrderBytes,
                long receiveWindow,
                long sendWindow)
                implements What {}

        record Delivered(int bytes, long totalBytes) implements What {}

        record Application(String what, long bytes) implements What {}

        record Icmp(String to, IcmpMessage message) implements What {}
    }

    /** What can happen to a timer. */
    public enum Change {
        ARMED,
        FIRED,
        CANCELLED
    }

    /** How one end sees the connection; numbers are counted from those of the SYNs. */
    public record EndView(
            String host, TcpState state, int sndUna, int sndNxt, long sndWnd, int rcvNxt, long rcvWnd, long cwnd) {}
}
