package sevenlayers.handshake.host;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.handshake.network.Carrier;
import sevenlayers.handshake.network.Node;
import sevenlayers.handshake.network.Packet;
import sevenlayers.handshake.tcp.Resets;
import sevenlayers.handshake.tcp.TcpIdentity;
import sevenlayers.handshake.tcp.TcpSettings;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.handshake.time.Scheduler;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.ipv4.IpPayload;
import sevenlayers.wire.ipv4.Ipv4Packet;
import sevenlayers.wire.ipv4.RawPayload;
import sevenlayers.wire.ipv4.Reassembly;
import sevenlayers.wire.packet.Packets;
import sevenlayers.wire.tcp.SequenceNumbers;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpSegment;
import sevenlayers.wire.udp.UdpDatagram;

/** A host with one address. */
public final class Host implements Node {
    private static final int FIRST_EPHEMERAL_PORT = 40_000;
    private static final int PORTS = 65_536;
    /** Of a packet that is reported: its header and as much as fits into 576 bytes (RFC 1812 §4.3.2.3; RFC 1122 asks for 8). */
    private static final int MOST_QUOTED = 576 - Ipv4Packet.MINIMUM_HEADER - IcmpMessage.HEADER;
    /** What every link takes (RFC 791 §3.2); nobody may say that less is possible. */
    private static final int LEAST_MTU = 68;

    private final String name;
    private final int address;
    private final Scheduler scheduler;
    private final Carrier carrier;
    private final TcpSettings settings;
    private final InitialSequenceNumbers numbers;
    private final HostObserver observer;
    private final Map<FourTuple, HostConnection> connections = new LinkedHashMap<>();
    private final Map<Integer, Listener> listeners = new HashMap<>();
    private final Map<Integer, Integer> pathMtus = new HashMap<>();
    private final Reassembly reassembly = new Reassembly();
    private int nextPort = FIRST_EPHEMERAL_PORT;
    private long sent;

    public Host(
            String name,
            int address,
            Scheduler scheduler,
            Carrier carrier,
            TcpSettings settings,
            InitialSequenceNumbers numbers,
            HostObserver observer) {
        this.name = name;
        this.address = address;
        this.scheduler = scheduler;
        this.carrier = carrier;
        this.settings = settings;
        this.numbers = numbers;
        this.observer = observer;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int address() {
        return address;
    }

    public TcpSettings settings() {
        return settings;
    }

    public long nowNanos() {
        return scheduler.nowNanos();
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Allowance allowance() {
        return carrier.allowance();
    }

    HostObserver observer() {
        return observer;
    }

    /** Its connections, those in TIME-WAIT included, in the order in which they began. */
    public List<HostConnection> connections() {
        return List.copyOf(connections.values());
    }

    /** How many of them are in TIME-WAIT. */
    public int inTimeWait() {
        int count = 0;
        for (HostConnection connection : connections.values()) {
            if (connection.tcp().state() == TcpState.TIME_WAIT) {
                count++;
            }
        }
        return count;
    }

    // ---- opening

    /** Waits for connections; null where somebody does on this port. */
    public @Nullable Listener listen(int port, int backlog, TcpSettings with, Listener.Waiting waiting) {
        return listen(port, backlog, with, IpChoices.DEFAULT, waiting);
    }

    /** The same, with what the program wishes in the IP headers. */
    public @Nullable Listener listen(int port, int backlog, TcpSettings with, IpChoices ip, Listener.Waiting waiting) {
        Listener listener = new Listener(this, port, backlog, with, ip, waiting);
        return listeners.putIfAbsent(port, listener) == null ? listener : null;
    }

    /**
     * Opens a connection; null where this local port has one with that place already, be it in TIME-WAIT and with numbers that the new one
     * might use again, or where nobody can be at that address.
     */
    public @Nullable HostConnection connect(
            int localPort, int remote, int remotePort, TcpSettings with, ConnectionUser user) {
        return connect(localPort, remote, remotePort, with, IpChoices.DEFAULT, user);
    }

    /** The same, with what the program wishes in the IP header. */
    public @Nullable HostConnection connect(
            int localPort, int remote, int remotePort, TcpSettings with, IpChoices ip, ConnectionUser user) {
        if (!isUnicast(remote)) {
            return null; // RFC 9293 §3.9.2.3, MUST-46
        }
        FourTuple tuple = new FourTuple(address, localPort, remote, remotePort);
        HostConnection old = connections.get(tuple);
        if (old != null && old.tcp().state() != TcpState.TIME_WAIT) {
            return null;
        }
        int iss = numbers.next(nowNanos(), address, localPort, remote, remotePort);
        if (old != null) {
            // RFC 9293 §3.4.3: a connection in TIME-WAIT may be followed by
            // one whose numbers begin above all that it used.
            if (SequenceNumbers.lessOrEqual(iss, old.tcp().sndNxt())) {
                return null;
            }
            old.replaced();
        }
        HostConnection connection = connection(tuple, with, iss, null, ip);
        connection.belongsTo(user);
        connection.open();
        return connection;
    }

    /** A local port that has no connection with that place and no listener. */
    public int ephemeralPort(int remote, int remotePort) {
        for (int tried = 0; tried < PORTS - FIRST_EPHEMERAL_PORT; tried++) {
            int port = nextPort;
            nextPort = nextPort + 1 < PORTS ? nextPort + 1 : FIRST_EPHEMERAL_PORT;
            boolean free = !listeners.containsKey(port)
                    && !connections.containsKey(new FourTuple(address, port, remote, remotePort));
            if (free) {
                return port;
            }
        }
        return -1;
    }

    private HostConnection connection(
            FourTuple tuple, TcpSettings with, int iss, @Nullable Listener listener, IpChoices ip) {
        TcpIdentity identity = new TcpIdentity(
                tuple.localPort(),
                tuple.remotePort(),
                iss,
                0,
                mtu(tuple.remote()) - ip.options().length());
        HostConnection connection = new HostConnection(this, tuple.remote(), with, identity, listener, ip);
        connections.put(tuple, connection);
        return connection;
    }

    /** The largest packet for an address, as far as it is known (RFC 1191). */
    private int mtu(int destination) {
        int link = carrier.mtu(this, destination);
        return Math.min(
                link == 0 ? Ipv4Packet.MAXIMUM_LENGTH : link, pathMtus.getOrDefault(destination, Integer.MAX_VALUE));
    }

    /** Whether a host can have this address: neither 0.0.0.0 nor multicast or broadcast, from 224.0.0.0 on (RFC 1122 §3.2.1.3). */
    private static boolean isUnicast(int address) {
        return address != 0 && address >>> 28 < 0xe;
    }

    void forget(HostConnection connection) {
        connections.remove(connection.tuple(), connection);
    }

    void forget(Listener listener) {
        listeners.remove(listener.port(), listener);
    }

    // ---- sending

    Packet packet(int destination, int ecn, IpPayload payload, IpChoices ip) {
        sent++;
        Ipv4Packet packet = new Ipv4Packet(
                ip.differentiatedServices() << 2 | ecn,
                (int) sent & 0xffff,
                true,
                false,
                0,
                ip.timeToLive(),
                address,
                destination,
                ip.options(),
                payload);
        return new Packet(packet, name, sent);
    }

    void enter(Packet packet) {
        carrier.send(this, packet);
    }

    private void emit(int destination, IpPayload payload, Rule why) {
        Packet packet = packet(destination, 0, payload, IpChoices.DEFAULT);
        observer.sent(this, null, packet, false, why);
        enter(packet);
    }

    // ---- arriving

    @Override
    public void arrived(Packet packet) {
        if (packet.ip().destination() != address) {
            return; // RFC 1122 §3.2.1.3: not for us, and a host forwards nothing
        }
        if (!isUnicast(packet.ip().source())) {
            return; // RFC 9293 §3.9.2.3, MUST-63: nobody can be there
        }
        Ipv4Packet whole = reassembly.add(packet.ip(), nowNanos());
        if (whole == null) {
            return;
        }
        Packet opened;
        try {
            opened = packet.with(Packets.opened(whole));
        } catch (MalformedPacketException malformed) {
            observer.malformed(this, packet, String.valueOf(malformed.getMessage()));
            return;
        }
        switch (opened.ip().payload()) {
            case TcpSegment segment -> tcp(opened, segment);
            case IcmpMessage message -> icmp(opened, message);
            case UdpDatagram _ -> unreachable(opened, IcmpMessage.DestinationUnreachable.PORT);
            case RawPayload _ -> unreachable(opened, IcmpMessage.DestinationUnreachable.PROTOCOL_UNREACHABLE);
            case IpPayload other -> throw new IllegalStateException("no host knows " + other);
        }
    }

    private void tcp(Packet packet, TcpSegment segment) {
        int remote = packet.ip().source();
        FourTuple tuple = new FourTuple(address, segment.destinationPort(), remote, segment.sourcePort());
        HostConnection connection = connections.get(tuple);
        observer.arrived(this, connection, packet);
        boolean goesOn = connection != null
                && !(connection.tcp().makesWayFor(segment) && listeners.containsKey(segment.destinationPort()));
        if (connection != null && goesOn) {
            connection.segmentArrived(segment, packet.ip().ecn());
            return;
        }
        if (connection != null) {
            connection.replaced();
        }
        Listener listener = listeners.get(segment.destinationPort());
        if (listener != null) {
            offered(listener, tuple, packet, segment);
        } else {
            TcpSegment reset = Resets.answer(segment);
            if (reset == null) {
                observer.discarded(this, null, segment, Rule.NO_CONNECTION);
            } else {
                emit(remote, reset, Rule.NO_CONNECTION);
            }
        }
    }

    // A connection is made for a SYN only; what else comes is answered by one that is forgotten at once.
    private void offered(Listener listener, FourTuple tuple, Packet packet, TcpSegment segment) {
        boolean opens = (segment.flags() & (TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST)) == TcpFlags.SYN;
        if (opens && listener.isFull()) {
            observer.discarded(this, null, segment, Rule.BACKLOG_FULL);
            return;
        }
        int iss = numbers.next(nowNanos(), address, tuple.localPort(), tuple.remote(), tuple.remotePort());
        // RFC 9293 §3.9.2.1, MUST-53: the way on which a SYN came is the way back.
        IpChoices ip = listener.ip().withOptions(SourceRoute.back(packet.ip().options()));
        HostConnection connection = connection(tuple, listener.settings(), iss, listener, ip);
        listener.begins(connection);
        connection.listen();
        connection.segmentArrived(segment, packet.ip().ecn());
        TcpState state = connection.tcp().state();
        if (state == TcpState.LISTEN || state == TcpState.CLOSED) {
            connection.replaced();
        }
    }

    private void icmp(Packet packet, IcmpMessage message) {
        observer.arrived(this, null, packet);
        switch (message) {
            case IcmpMessage.EchoRequest request -> emit(packet.ip().source(), request.reply(), Rule.ECHO);
            case IcmpMessage.EchoReply _ -> {}
            case IcmpMessage.DestinationUnreachable(int _, int _, Bytes quoted) -> reported(message, quoted);
            case IcmpMessage.TimeExceeded(int _, Bytes quoted) -> reported(message, quoted);
            case IcmpMessage.ParameterProblem(int _, int _, Bytes quoted) -> reported(message, quoted);
            case IcmpMessage.Other(int _, int _, int _, Bytes quoted) -> reported(message, quoted);
        }
    }

    /** RFC 9293 §3.9.2.2: the quoted header says to which connection a report belongs, and to which segment. */
    private void reported(IcmpMessage message, Bytes quoted) {
        int header = quoted.isEmpty() ? 0 : (quoted.at(0) & 0xf) * 4;
        boolean ours = header >= Ipv4Packet.MINIMUM_HEADER
                && quoted.length() >= header + 8
                && quoted.at(0) >>> 4 == 4
                && quoted.at(9) == TcpSegment.PROTOCOL;
        if (!ours) {
            return;
        }
        ByteBuffer in = quoted.buffer();
        int destination = in.getInt(16);
        FourTuple tuple = new FourTuple(
                in.getInt(12), in.getShort(header) & 0xffff, destination, in.getShort(header + 2) & 0xffff);
        HostConnection connection = connections.get(tuple);
        if (connection == null) {
            return;
        }
        if (message instanceof IcmpMessage.DestinationUnreachable(int code, int mtu, Bytes _)
                && code == IcmpMessage.DestinationUnreachable.FRAGMENTATION_NEEDED
                && mtu >= LEAST_MTU) {
            pathMtus.merge(destination, mtu, Math::min);
        }
        connection.icmpArrived(message, in.getInt(header + 4));
    }

    private void unreachable(Packet packet, int code) {
        observer.arrived(this, null, packet);
        Bytes whole = packet.ip().toBytes();
        Bytes quoted = whole.slice(0, Math.min(MOST_QUOTED, whole.length()));
        emit(packet.ip().source(), new IcmpMessage.DestinationUnreachable(code, 0, quoted), Rule.NOBODY_THERE);
    }

    /** Resets all its connections and forgets its listeners, as a host does that is switched off and on again. */
    public List<HostConnection> restart() {
        List<HostConnection> lost = new ArrayList<>(connections.values());
        lost.forEach(HostConnection::replaced);
        listeners.clear();
        return lost;
    }
}
