package sevenlayers.handshake.scenario;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.network.ChannelCounts;
import sevenlayers.handshake.tcp.TcpInfo;
import sevenlayers.handshake.tcp.TcpState;

/**
 * What came of a run.
 *
 * @param because which limit it was, or that nothing was left to happen
 * @param timeWait how many sockets each host has left in TIME-WAIT
 */
public record Outcome(
        Reason ended,
        String because,
        long atNanos,
        long events,
        List<OfConnection> connections,
        List<OfChannel> channels,
        Map<String, Integer> timeWait) {
    /** Why a run ended. */
    public enum Reason {
        QUIET,
        EVENT_LIMIT,
        TIME_LIMIT,
        TOLD
    }

    /**
     * @param establishedAtNanos when its opener was; -1: never
     * @param states of both ends, the opener first
     * @param flows each direction, the opener's first
     * @param failure {@code reset}, {@code refused}, {@code timed out}, {@code unreachable}; empty: it did not fail
     */
    public record OfConnection(
            String name,
            long establishedAtNanos,
            long endedAtNanos,
            List<TcpState> states,
            List<OfFlow> flows,
            String failure) {}

    /** @param info what the sender knew at the end; null where it never had a connection */
    public record OfFlow(
            String from,
            String to,
            long written,
            long delivered,
            boolean intact,
            double goodputBitsPerSecond,
            long segments,
            long retransmissions,
            long timeouts,
            long losses,
            @Nullable TcpInfo info) {}

    public record OfChannel(String name, ChannelCounts counts, double utilisation, double meanQueue) {}
}
