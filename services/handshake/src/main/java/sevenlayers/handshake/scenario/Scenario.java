package sevenlayers.handshake.scenario;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import sevenlayers.handshake.application.Script;
import sevenlayers.handshake.host.InitialSequenceNumbers;
import sevenlayers.handshake.network.Chance;
import sevenlayers.handshake.network.Fault;
import sevenlayers.handshake.network.LinkSettings;
import sevenlayers.handshake.tcp.TcpSettings;

/** What is simulated. Whoever makes one has checked it: names are known, ranges are kept. */
public record Scenario(
        List<HostPart> hosts,
        List<RouterPart> routers,
        List<LinkPart> links,
        List<ApplicationPart> applications,
        List<FaultPart> faults,
        long seed,
        Limits limits) {
    public Scenario {
        hosts = List.copyOf(hosts);
        routers = List.copyOf(routers);
        links = List.copyOf(links);
        applications = List.copyOf(applications);
        faults = List.copyOf(faults);
    }

    public record HostPart(String name, int address, TcpSettings settings, Numbers numbers) {}

    /** How a host chooses initial sequence numbers. */
    public sealed interface Numbers {
        record Fixed(int number) implements Numbers {}

        record Clock(int start) implements Numbers {}

        /** RFC 6528; the key comes from the seed. */
        record ClockAndHash() implements Numbers {}

        record AtRandom() implements Numbers {}

        /** Those of the host of this name; what is left to chance comes from {@code chance}. */
        default InitialSequenceNumbers of(String host, Chance chance) {
            return switch (this) {
                case Fixed(int number) -> new InitialSequenceNumbers.Fixed(number);
                case Clock(int start) -> new InitialSequenceNumbers.Clock(start);
                case ClockAndHash() ->
                    new InitialSequenceNumbers.ClockAndHash(
                            chance.of(host + " isn key").nextLong());
                case AtRandom() -> new InitialSequenceNumbers.AtRandom(chance.of(host + " isn"));
            };
        }
    }

    public record RouterPart(String name, int address) {}

    public record LinkPart(String a, String b, int mtu, LinkSettings fromA, LinkSettings fromB) {}

    /** A program on a host. */
    public sealed interface ApplicationPart {
        String host();

        long startsAtNanos();

        List<Script> threads();

        /** @param localPort empty: the host's next */
        record Client(
                String host,
                long startsAtNanos,
                List<Script> threads,
                String to,
                int port,
                OptionalInt localPort,
                int connections,
                long apartNanos)
                implements ApplicationPart {}

        record Server(String host, long startsAtNanos, List<Script> threads, int port, int backlog)
                implements ApplicationPart {}
    }

    /** One thing that goes wrong by script. */
    public record FaultPart(String from, Which which, Set<Long> numbers, Fault.Action action) {}

    /**
     * Which packets. What says nothing matches all.
     *
     * @param flags exactly these; -1: any
     * @param streamByte those that carry this byte of the stream, counted from 1; 0: any
     * @param connection as events name it; empty: any
     * @param sending whether it is the first
     */
    public record Which(
            int flags, int minimumPayload, int maximumPayload, long streamByte, String connection, Sending sending) {}

    /** Whether a segment is sent for the first time. */
    public enum Sending {
        ANY,
        FIRST,
        AGAIN
    }

    /** Where a run ends, whatever is still under way. */
    public record Limits(long events, long timeNanos) {}
}
