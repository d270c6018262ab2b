package sevenlayers.handshake.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sevenlayers.handshake.network.Chance;
import sevenlayers.handshake.network.Fault;
import sevenlayers.handshake.network.Impairments;
import sevenlayers.handshake.network.LinkSettings;
import sevenlayers.handshake.network.Loss;
import sevenlayers.handshake.network.Network;
import sevenlayers.handshake.network.NetworkObserver;
import sevenlayers.handshake.network.Node;
import sevenlayers.handshake.network.Packet;
import sevenlayers.handshake.network.QueueSettings;
import sevenlayers.handshake.tcp.TcpConnection;
import sevenlayers.handshake.tcp.TcpEffects;
import sevenlayers.handshake.tcp.TcpIdentity;
import sevenlayers.handshake.tcp.TcpNotification;
import sevenlayers.handshake.tcp.TcpSettings;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.handshake.tcp.TcpTimer;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.handshake.time.Scheduler;
import sevenlayers.handshake.time.Timer;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.ipv4.Ipv4Address;
import sevenlayers.wire.ipv4.Ipv4Packet;
import sevenlayers.wire.packet.Packets;
import sevenlayers.wire.tcp.TcpSegment;

/** A client and a server with one connection over a simulated link, and a capture at one of them. */
final class Conversation implements NetworkObserver {
    static final long MILLI = 1_000_000;
    private static final long LINK_RATE = 10_000_000;

    /** A host with one connection, whose program reads all there is as soon as it may. */
    final class End implements Node, TcpEffects {
        private final String name;
        private final int address;
        private final int remote;
        final TcpConnection connection;
        private final Map<TcpTimer, Timer> timers = new EnumMap<>(TcpTimer.class);
        private long sent;
        long read;
        int thrownAway;
        boolean reads = true;

        private End(String name, String address, String remote, TcpSettings settings, int mtu, boolean client) {
            this.name = name;
            this.address = Ipv4Address.parse(address);
            this.remote = Ipv4Address.parse(remote);
            int port = client ? 40_000 : 80;
            connection = new TcpConnection(
                    settings, new TcpIdentity(port, 40_080 - port, client ? 100 : 300, client ? 1 : 2, mtu), this);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int address() {
            return address;
        }

        @Override
        public void emit(TcpSegment segment, int ecn, boolean retransmission, Rule rule) {
            sent++;
            Ipv4Packet ip = Ipv4Packet.of(address, remote, ecn, (int) sent & 0xffff, segment);
            capture.sent(name, now(), ip, rule.text() + " (" + rule.source() + ")");
            network.send(this, new Packet(ip, name, sent));
        }

        @Override
        public void arrived(Packet packet) {
            capture.arrived(name, now(), packet.ip());
            Ipv4Packet ip;
            try {
                ip = Packets.opened(packet.ip());
            } catch (MalformedPacketException malformed) {
                thrownAway++;
                return;
            }
            if (ip.payload() instanceof TcpSegment segment) {
                connection.segmentArrived(now(), segment, ip.ecn());
            } else if (ip.payload() instanceof IcmpMessage message) {
                // What is quoted: an IP header of 20 bytes, two ports, and the number.
                connection.icmpArrived(now(), message, message.data().buffer().getInt(24));
            }
        }

        @Override
        public void timerArmed(TcpTimer timer, long atNanos, Rule rule) {
            scheduler.arm(timers.computeIfAbsent(timer, this::timer), atNanos);
        }

        private Timer timer(TcpTimer timer) {
            return new Timer() {
                @Override
                protected void fire() {
                    connection.timerFired(timer, now());
                }
            };
        }

        @Override
        public void timerCancelled(TcpTimer timer, Rule rule) {
            scheduler.cancel(timers.computeIfAbsent(timer, this::timer));
        }

        @Override
        public void stateChanged(TcpState from, TcpState to, Rule rule) {}

        @Override
        public void notified(TcpNotification what, Rule rule) {
            // The connection must not be called back from here.
            if (what == TcpNotification.READABLE && reads) {
                soon(() -> read(Integer.MAX_VALUE));
            } else if (what == TcpNotification.PEER_CLOSED && reads) {
                soon(() -> connection.close(now()));
            }
        }

        void read(int most) {
            for (Bytes data = connection.receive(now(), most); !data.isEmpty(); ) {
                read += data.length();
                data = connection.receive(now(), most);
            }
        }
    }

    final End client;
    final End server;
    final List<String> losses = new ArrayList<>();
    private final Path file;
    private final Scheduler scheduler = new Scheduler();
    private final Network network;
    private final List<Bytes> pieces = new ArrayList<>();
    private final HostCapture capture;

    /** @param at where it is captured */
    Conversation(Path file, String at, TcpSettings settings, Impairments impairments, List<Fault> faults, int mtu) {
        this.file = file;
        capture = new HostCapture(List.of(at), pieces::add);
        network = new Network(scheduler, new Chance(1), faults, this);
        client = new End("client", "10.0.0.1", "10.0.0.2", settings, 1_500, true);
        server = new End("server", "10.0.0.2", "10.0.0.1", settings, 1_500, false);
        network.addHost(client);
        network.addHost(server);
        network.addRouter("router", Ipv4Address.parse("10.0.0.254"));
        LinkSettings link = new LinkSettings(LINK_RATE, 5 * MILLI, QueueSettings.ROOM_FOR_A_THOUSAND, impairments);
        network.link("client", "router", 1_500, link, link);
        network.link("router", "server", mtu, link, link);
        network.route();
    }

    long now() {
        return scheduler.nowNanos();
    }

    private void soon(Runnable what) {
        at(now(), what);
    }

    void at(long nanos, Runnable what) {
        scheduler.arm(
                new Timer() {
                    @Override
                    protected void fire() {
                        what.run();
                    }
                },
                nanos);
    }

    void open() {
        server.connection.listen(0);
        client.connection.open(0);
    }

    /** As soon as there is a connection, and as fast as there is room for it in the send buffer. */
    void write(End end, int bytes) {
        int taken = 0;
        while (taken < bytes && step()) {
            int room = end.connection.state() == TcpState.ESTABLISHED ? end.connection.sendRoom() : 0;
            if (room > 0) {
                Bytes data = Bytes.zeros(Math.min(room, bytes - taken));
                taken += end.connection.send(now(), data, false, false);
            }
        }
    }

    private boolean step() {
        return now() < 3_600_000 * MILLI && scheduler.step();
    }

    void until(long nanos) {
        scheduler.runUntil(nanos);
    }

    /** Until nothing is left to happen; returns the capture. */
    Path end() throws IOException {
        while (step()) {}
        return file();
    }

    Path file() throws IOException {
        capture.finish();
        try (OutputStream out = Files.newOutputStream(file)) {
            for (Bytes piece : pieces) {
                out.write(piece.toArray());
            }
        }
        return file;
    }

    @Override
    public void lost(Packet packet, Loss how, String where) {
        losses.add(how + " " + where);
    }
}
