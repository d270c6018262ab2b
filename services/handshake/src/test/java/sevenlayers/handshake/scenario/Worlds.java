package sevenlayers.handshake.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import sevenlayers.handshake.application.Script;
import sevenlayers.handshake.application.Step;
import sevenlayers.handshake.network.Impairments;
import sevenlayers.handshake.network.LinkSettings;
import sevenlayers.handshake.network.QueueSettings;
import sevenlayers.handshake.tcp.TcpSettings;
import sevenlayers.wire.Bytes;

/** Scenarios for tests, put together piece by piece. */
final class Worlds {
    static final long MILLI = 1_000_000;

    private final List<Scenario.HostPart> hosts = new ArrayList<>();
    private final List<Scenario.LinkPart> links = new ArrayList<>();
    private final List<Scenario.RouterPart> routers = new ArrayList<>();
    private final List<Scenario.ApplicationPart> applications = new ArrayList<>();
    private final List<Scenario.FaultPart> faults = new ArrayList<>();
    private long seed;
    private Scenario.Limits limits = new Scenario.Limits(10_000_000, 3_600_000 * MILLI);

    static Worlds empty() {
        return new Worlds();
    }

    /** A client and a server with a link between them. */
    static Worlds pair(LinkSettings link, TcpSettings settings) {
        return empty().host("client", settings).host("server", settings).link("client", "server", link);
    }

    static LinkSettings link(long bitsPerSecond, long delayMillis) {
        return new LinkSettings(
                bitsPerSecond, delayMillis * MILLI, QueueSettings.ROOM_FOR_A_THOUSAND, Impairments.NONE);
    }

    Worlds host(String name, TcpSettings settings) {
        return host(name, settings, new Scenario.Numbers.ClockAndHash());
    }

    Worlds host(String name, TcpSettings settings, Scenario.Numbers numbers) {
        hosts.add(new Scenario.HostPart(name, 0x0a000001 + hosts.size(), settings, numbers));
        return this;
    }

    Worlds router(String name) {
        routers.add(new Scenario.RouterPart(name, 0x0aff0001 + routers.size()));
        return this;
    }

    Worlds link(String a, String b, LinkSettings both) {
        return link(a, b, both, both);
    }

    Worlds link(String a, String b, LinkSettings fromA, LinkSettings fromB) {
        links.add(new Scenario.LinkPart(a, b, 1_500, fromA, fromB));
        return this;
    }

    Worlds server(String host, Step... steps) {
        applications.add(new Scenario.ApplicationPart.Server(host, 0, threads(steps), 80, 128));
        return this;
    }

    Worlds client(String host, String to, Step... steps) {
        return client(host, to, 0, steps);
    }

    Worlds client(String host, String to, long startsAtMillis, Step... steps) {
        applications.add(new Scenario.ApplicationPart.Client(
                host, startsAtMillis * MILLI, threads(steps), to, 80, OptionalInt.empty(), 1, 0));
        return this;
    }

    private static List<Script> threads(Step... steps) {
        return steps.length == 0 ? List.of() : List.of(new Script(List.of(steps), 1));
    }

    Worlds fault(Scenario.FaultPart fault) {
        faults.add(fault);
        return this;
    }

    Worlds seed(long seed) {
        this.seed = seed;
        return this;
    }

    Worlds limits(long events, long millis) {
        limits = new Scenario.Limits(events, millis * MILLI);
        return this;
    }

    Scenario build() {
        return new Scenario(hosts, routers, links, applications, faults, seed, limits);
    }

    Worlds with(UnaryOperator<Worlds> change) {
        return change.apply(this);
    }

    // ---- steps

    static Step write(long bytes) {
        return new Step.Write(bytes, Bytes.EMPTY, Step.ALL, 0, false);
    }

    static Step read() {
        return new Step.Read(Long.MAX_VALUE, Step.ALL, 0, false);
    }

    static Step read(long bytes) {
        return new Step.Read(bytes, Step.ALL, 0, false);
    }

    static Step close() {
        return new Step.Close();
    }

    // ---- running

    /** Runs to the end, and keeps all events. */
    static List<Event> events(Scenario scenario) {
        List<Event> events = new ArrayList<>();
        Simulation simulation = new Simulation(
                scenario,
                new EventSink() {
                    @Override
                    public boolean wants(Event.Kind kind, long atNanos, String host, String connection) {
                        return true;
                    }

                    @Override
                    public void take(Event event) {
                        events.add(event);
                    }
                },
                Simulation.PacketSink.NOBODY);
        while (simulation.goOn(1_000)) {}
        return events;
    }

    /** Runs to the end with nobody watching. */
    static Outcome outcome(Scenario scenario) {
        Simulation simulation = new Simulation(scenario, EventSink.NOBODY, Simulation.PacketSink.NOBODY);
        while (simulation.goOn(1_000)) {}
        return simulation.outcome();
    }
}
