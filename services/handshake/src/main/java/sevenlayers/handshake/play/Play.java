package sevenlayers.handshake.play;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.host.Host;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.host.HostObserver;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.handshake.network.Carrier;
import sevenlayers.handshake.network.Node;
import sevenlayers.handshake.network.Packet;
import sevenlayers.handshake.socket.SocketCall;
import sevenlayers.handshake.socket.Sockets;
import sevenlayers.handshake.tcp.TcpInfo;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.handshake.tcp.TcpTimer;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.handshake.time.Scheduler;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.ipv4.IpPayload;
import sevenlayers.wire.ipv4.Ipv4Packet;
import sevenlayers.wire.tcp.TcpOptions;
import sevenlayers.wire.tcp.TcpSegment;

/** A session: a host, a program on it, and you at the other end of its wire. */
public final class Play {
    private static final int YOUR_FIRST_PORT = 50_000;
    /** What an ICMP message has to quote: the IP header and 8 bytes (RFC 792). */
    private static final int QUOTED = Ipv4Packet.MINIMUM_HEADER + 8;

    private final Scheduler scheduler = new Scheduler();
    private final TreeSet<Long> waiting = new TreeSet<>();
    private final PlaySettings settings;
    private final PlaySink sink;
    private final Allowance allowance;
    private final Host host;
    private final Sockets sockets;
    private long packets;
    private long happened;
    private @Nullable HostConnection latest;
    private int hostPort;
    private int yourPort = YOUR_FIRST_PORT;

    /** @param allowance what the session may hold */
    public Play(PlaySettings settings, Allowance allowance, PlaySink sink) {
        this.settings = settings;
        this.sink = sink;
        this.allowance = allowance;
        host = new Host(
                "host",
                settings.hostAddress(),
                scheduler,
                new Wire(),
                settings.tcp(),
                settings.numbers(),
                new Observer());
        sockets = new Sockets(host, scheduler);
    }

    public long nowNanos() {
        return scheduler.nowNanos();
    }

    /** When the next thing happens by itself; -1: nothing will. */
    public long nextAtNanos() {
        return scheduler.pending() == 0 ? -1 : scheduler.nextAtNanos();
    }

    /** The calls that wait, by the numbers that they were given. */
    public List<Long> waiting() {
        return List.copyOf(waiting);
    }

    /** How many segments and other packets the host has sent and calls have completed. */
    public long happened() {
        return happened;
    }

    // ---- your turn

    /** The host's port of the latest connection, or the one that was bound last; 0: there is none. */
    public int hostPort() {
        return hostPort;
    }

    /** Yours of the latest connection. */
    public int yourPort() {
        return yourPort;
    }

    /** Your packet reaches the host. */
    public void packet(Ipv4Packet packet) {
        if (packet.destination() != settings.hostAddress()) {
            sink.malformed("the packet is for another address; a host forwards nothing");
            return;
        }
        if (packet.source() == 0 || packet.source() >>> 28 >= 0xe) {
            sink.malformed("nobody can be at the address it comes from; such packets are dropped in silence");
            return;
        }
        if (packet.payload() instanceof TcpSegment segment) {
            yourPort = segment.sourcePort();
            hostPort = segment.destinationPort();
        }
        host.arrived(new Packet(packet, "you", ++packets));
    }

    /** Bytes that claim to be a packet reach the host. */
    public void packet(Bytes bytes) {
        Ipv4Packet parsed;
        try {
            parsed = Ipv4Packet.parse(bytes);
        } catch (MalformedPacketException malformed) {
            sink.malformed(String.valueOf(malformed.getMessage()));
            return;
        }
        packet(parsed);
    }

    /** The beginning of the latest connection's oldest segment in flight, as an ICMP message quotes it; empty: there is no connection. */
    public Bytes quoted() {
        HostConnection connection = latest;
        return connection == null
                ? Bytes.EMPTY
                : quoted(
                        connection.localPort(),
                        connection.remotePort(),
                        connection.tcp().sndUna());
    }

    /** The beginning of a segment of the host. */
    public Bytes quoted(int sourcePort, int destinationPort, int sequenceNumber) {
        TcpSegment segment =
                new TcpSegment(sourcePort, destinationPort, sequenceNumber, 0, 0, 0, 0, TcpOptions.NONE, Bytes.EMPTY);
        int remote = latest == null ? settings.yourAddress() : latest.remote();
        return Ipv4Packet.of(settings.hostAddress(), remote, 0, 0, segment)
                .toBytes()
                .slice(0, QUOTED);
    }

    /** A router, or you, report something. */
    public void icmp(IcmpMessage message) {
        packet(Ipv4Packet.of(settings.yourAddress(), settings.hostAddress(), 0, 0, message));
    }

    /** The program makes a call; {@link PlaySink#completed} is told what comes of it. */
    public void call(long number, SocketCall call) {
        waiting.add(number);
        if (call instanceof SocketCall.Bind(int _, var place) && place.port() != 0) {
            hostPort = place.port();
        }
        sockets.call(call, result -> {
            waiting.remove(number);
            happened++;
            sink.completed(number, result);
        });
    }

    /** How many calls wait. */
    public int waitingCalls() {
        return waiting.size();
    }

    /** What the host knows of a connection; null where the descriptor has none. */
    public @Nullable TcpInfo info(int fd) {
        return sockets.info(fd);
    }

    // ---- time

    /** Lets the next thing happen if it does so by then; false: it does not, and it is that time now. */
    public boolean step(long untilNanos) {
        if (scheduler.nextAtNanos() <= untilNanos) {
            return scheduler.step();
        }
        scheduler.runUntil(untilNanos);
        return false;
    }

    /** Lets everything up to this time happen. */
    public void runUntil(long atNanos) {
        scheduler.runUntil(atNanos);
    }

    // ---- the host's turn

    private final class Wire implements Carrier {
        @Override
        public void send(Node from, Packet packet) {
            // The observer has told it, with its reason.
        }

        @Override
        public int mtu(Node from, int destination) {
            return settings.mtu();
        }

        @Override
        public Allowance allowance() {
            return allowance;
        }
    }

    private final class Observer implements HostObserver {
        @Override
        public void sent(
                Host from, @Nullable HostConnection connection, Packet packet, boolean retransmission, Rule why) {
            happened++;
            IpPayload payload = packet.ip().payload();
            if (payload instanceof TcpSegment segment) {
                hostPort = segment.sourcePort();
                yourPort = segment.destinationPort();
            }
            if (connection != null) {
                latest = connection;
            }
            sink.sent(packet, connection, why);
        }

        @Override
        public void malformed(Host at, Packet packet, String why) {
            sink.malformed(why);
        }

        @Override
        public void discarded(Host at, @Nullable HostConnection connection, TcpSegment segment, Rule why) {
            sink.discarded(why);
        }

        @Override
        public void stateChanged(HostConnection connection, TcpState from, TcpState to, Rule why) {
            latest = connection;
            sink.stateChanged(sockets.descriptor(connection), from, to, why);
        }

        @Override
        public void timerArmed(HostConnection connection, TcpTimer timer, long atNanos, Rule why) {
            sink.timerArmed(timer, atNanos, why);
        }

        @Override
        public void timerFired(HostConnection connection, TcpTimer timer, Rule why) {
            sink.timerFired(timer, why);
        }

        @Override
        public void timerCancelled(HostConnection connection, TcpTimer timer, Rule why) {
            sink.timerCancelled(timer, why);
        }
    }
}
