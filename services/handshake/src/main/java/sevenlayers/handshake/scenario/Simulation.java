package sevenlayers.handshake.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.application.ApplicationObserver;
import sevenlayers.handshake.application.Program;
import sevenlayers.handshake.host.ConnectionUser;
import sevenlayers.handshake.host.Host;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.host.Listener;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.handshake.network.Chance;
import sevenlayers.handshake.network.Channel;
import sevenlayers.handshake.network.ChannelCounts;
import sevenlayers.handshake.network.Fault;
import sevenlayers.handshake.network.Network;
import sevenlayers.handshake.network.Packet;
import sevenlayers.handshake.tcp.TcpConnection;
import sevenlayers.handshake.tcp.TcpNotification;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.handshake.time.Scheduler;
import sevenlayers.handshake.time.Timer;
import sevenlayers.wire.tcp.TcpSegment;

/** A scenario while it runs. It goes on as far as it is told, in the thread that tells it, and stands still in between. */
public final class Simulation {
    private final Scenario scenario;
    private final Scheduler scheduler = new Scheduler();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Network network;
    private final Watcher watcher;
    private final Tracks tracks;
    private final List<String> unreachable;
    private Outcome.@Nullable Reason ended;

    /** @param packets sees every packet that leaves or arrives at a host */
    public Simulation(Scenario scenario, EventSink sink, PacketSink packets) {
        this(scenario, sink, packets, Allowance.unlimited());
    }

    /** The same for a run that may hold so much only: it goes on until {@link sevenlayers.handshake.memory.OutOfMemory}. */
    public Simulation(Scenario scenario, EventSink sink, PacketSink packets, Allowance allowance) {
        this.scenario = scenario;
        Map<Integer, String> names = new HashMap<>();
        scenario.hosts().forEach(host -> names.put(host.address(), host.name()));
        scenario.routers().forEach(router -> names.put(router.address(), router.name()));
        this.tracks = new Tracks(names, allowance);
        this.watcher = new Watcher(scheduler, tracks, sink, packets);
        Chance chance = new Chance(scenario.seed());
        List<Fault> faults = scenario.faults().stream()
                .map(part -> new Fault(part.from(), match(part.which()), part.numbers(), part.action()))
                .toList();
        this.network = new Network(scheduler, chance, faults, watcher, allowance);
        for (Scenario.HostPart part : scenario.hosts()) {
            Host host = new Host(
                    part.name(),
                    part.address(),
                    scheduler,
                    network,
                    part.settings(),
                    part.numbers().of(part.name(), chance),
                    watcher);
            hosts.put(part.name(), host);
            network.addHost(host);
        }
        scenario.routers().forEach(router -> network.addRouter(router.name(), router.address()));
        scenario.links().forEach(link -> network.link(link.a(), link.b(), link.mtu(), link.fromA(), link.fromB()));
        unreachable = network.route();
        scenario.applications().forEach(this::start);
    }

    /** Pairs of hosts of which one cannot reach the other: {@code client to server}. */
    public static List<String> unreachable(Scenario scenario) {
        return new Simulation(scenario, EventSink.NOBODY, PacketSink.NOBODY).unreachable;
    }

    /** Sees packets as a capture does. */
    public interface PacketSink {
        PacketSink NOBODY = (host, atNanos, packet, why) -> {};

        /** @param why a packet leaves; null where it arrives */
        void packet(String host, long atNanos, Packet packet, @Nullable Rule why);
    }

    private Fault.Match match(Scenario.Which which) {
        return packet -> {
            if (!(packet.ip().payload() instanceof TcpSegment segment)) {
                return false;
            }
            int length = segment.payload().length();
            Track track = tracks.of(packet, segment);
            boolean fits = (which.flags() < 0 || which.flags() == segment.flags())
                    && length >= which.minimumPayload()
                    && length <= which.maximumPayload()
                    && (which.connection().isEmpty() || track != null && track.name.equals(which.connection()));
            if (fits && which.streamByte() > 0) {
                fits = track != null
                        && carries(track.from(packet.ip().source(), segment.sourcePort()), segment, which.streamByte());
            }
            return fits
                    && switch (which.sending()) {
                        case ANY -> true;
                        case FIRST -> !watcher.isRetransmission();
                        case AGAIN -> watcher.isRetransmission();
                    };
        };
    }

    private static boolean carries(Track.End from, TcpSegment segment, long streamByte) {
        // The SYN takes number 0, the first byte 1; beyond 2^32 numbers come again.
        int distance = (int) streamByte - (segment.sequenceNumber() - from.iss);
        return distance >= 0 && distance < segment.payload().length();
    }

    private void start(Scenario.ApplicationPart part) {
        at(part.startsAtNanos(), () -> {
            switch (part) {
                case Scenario.ApplicationPart.Client client -> connect(client, client.connections());
                case Scenario.ApplicationPart.Server server -> listen(server);
            }
        });
    }

    private void at(long atNanos, Runnable what) {
        scheduler.arm(
                new Timer() {
                    @Override
                    protected void fire() {
                        what.run();
                    }
                },
                atNanos);
    }

    private void connect(Scenario.ApplicationPart.Client client, int left) {
        Host host = host(client.host());
        int remote = host(client.to()).address();
        int localPort = client.localPort().isPresent()
                ? client.localPort().getAsInt() + client.connections() - left
                : host.ephemeralPort(remote, client.port());
        Opening opening = new Opening(client);
        HostConnection connection =
                localPort < 0 ? null : host.connect(localPort, remote, client.port(), host.settings(), opening);
        if (connection == null) {
            watcher.failed(host, "the port is in use");
        }
        if (left > 1) {
            at(scheduler.nowNanos() + client.apartNanos(), () -> connect(client, left - 1));
        }
    }

    /** The program of a connection is made when it first hears of it: only then does the connection have a track. */
    private final class Opening implements ConnectionUser {
        private final Scenario.ApplicationPart part;
        private @Nullable Program program;

        Opening(Scenario.ApplicationPart part) {
            this.part = part;
        }

        @Override
        public void notified(HostConnection connection, TcpNotification what, Rule why) {
            Program running = program;
            if (running == null) {
                running = program(connection, part);
                program = running;
            }
            running.notified(connection, what, why);
        }
    }

    private Program program(HostConnection connection, Scenario.ApplicationPart part) {
        Track track = tracks.of(connection);
        Track.End here = track.from(connection.host().address(), connection.localPort());
        ApplicationObserver observer = watcher;
        return new Program(scheduler, part.threads(), here.outgoing, track.against(here).outgoing, observer);
    }

    private void listen(Scenario.ApplicationPart.Server server) {
        Host host = host(server.host());
        Listener.Waiting accepts = listener -> {
            Opening opening = new Opening(server);
            HostConnection connection = listener.accept(opening);
            if (connection != null) {
                Program program = program(connection, server);
                opening.program = program;
                program.begin(connection);
            }
        };
        if (host.listen(server.port(), server.backlog(), host.settings(), accepts) == null) {
            watcher.failed(host, "the port is in use");
        }
    }

    private Host host(String name) {
        return Objects.requireNonNull(hosts.get(name), name);
    }

    public long nowNanos() {
        return scheduler.nowNanos();
    }

    /** When something happens next; {@link Long#MAX_VALUE}: nothing will. */
    public long nextAtNanos() {
        return scheduler.nextAtNanos();
    }

    public long events() {
        return watcher.events();
    }

    /** A channel's queue and counters, while it runs. */
    public List<Channel> channels() {
        return network.channels();
    }

    List<Track> tracks() {
        return tracks.all();
    }

    /** Goes on for so many things that happen, or to its end; false: it has ended. */
    public boolean goOn(int steps) {
        for (int i = 0; i < steps && ended == null; i++) {
            if (watcher.events() >= scenario.limits().events()) {
                ended = Outcome.Reason.EVENT_LIMIT;
            } else if (watcher.isFull()) {
                ended = Outcome.Reason.TOLD;
            } else if (scheduler.pending() == 0) {
                ended = Outcome.Reason.QUIET;
            } else if (scheduler.nextAtNanos() > scenario.limits().timeNanos()) {
                ended = Outcome.Reason.TIME_LIMIT;
            } else {
                scheduler.step();
            }
        }
        return ended == null;
    }

    /** Goes on up to a time; what happens at it is included. */
    public boolean goOnUntil(long atNanos) {
        while (ended == null && scheduler.nextAtNanos() <= atNanos) {
            goOn(1);
        }
        return goOn(0);
    }

    /** What came of it so far. */
    public Outcome outcome() {
        long now = scheduler.nowNanos();
        List<Outcome.OfConnection> connections = new ArrayList<>();
        for (Track track : tracks.all()) {
            connections.add(new Outcome.OfConnection(
                    track.name,
                    track.establishedAtNanos,
                    track.endedAtNanos,
                    List.of(state(track.opener), state(track.other)),
                    List.of(flow(track, track.opener, now), flow(track, track.other, now)),
                    track.failure));
        }
        List<Outcome.OfChannel> channels = new ArrayList<>();
        for (Channel channel : network.channels()) {
            ChannelCounts counts = channel.counts();
            if (counts.packets() > 0 || counts.queueDrops() > 0) {
                double time = Math.max(1, now);
                channels.add(new Outcome.OfChannel(
                        channel.name(),
                        counts,
                        Math.min(1, counts.busyNanos() / time),
                        counts.waitedPacketNanos() / time));
            }
        }
        Map<String, Integer> timeWait = new TreeMap<>();
        hosts.forEach((name, host) -> {
            if (host.inTimeWait() > 0) {
                timeWait.put(name, host.inTimeWait());
            }
        });
        Outcome.Reason reason = ended == null ? Outcome.Reason.TOLD : ended;
        return new Outcome(reason, because(reason), now, watcher.events(), connections, channels, timeWait);
    }

    private String because(Outcome.Reason reason) {
        return switch (reason) {
            case QUIET -> "nothing was left to happen";
            case EVENT_LIMIT ->
                "the limit of %,d events".formatted(scenario.limits().events());
            case TIME_LIMIT ->
                "the limit of %,d microseconds of virtual time"
                        .formatted(scenario.limits().timeNanos() / 1_000);
            case TOLD -> "all events that were asked for have been told";
        };
    }

    private static TcpState state(Track.End end) {
        return end.connection == null ? TcpState.CLOSED : end.connection.tcp().state();
    }

    private static Outcome.OfFlow flow(Track track, Track.End from, long now) {
        Track.End to = track.against(from);
        long begin = from.outgoing.firstWrittenAtNanos();
        long took = from.outgoing.lastReadAtNanos() - begin;
        HostConnection connection = from.connection;
        TcpConnection tcp = connection == null ? null : connection.tcp();
        return new Outcome.OfFlow(
                from.host,
                to.host,
                from.outgoing.written(),
                from.outgoing.read(),
                from.outgoing.isIntact(),
                begin < 0 || took <= 0 ? 0 : from.outgoing.read() * 8e9 / took,
                from.segments,
                from.retransmissions,
                from.timeouts,
                from.losses,
                tcp == null ? null : tcp.info(now));
    }
}
