package sevenlayers.handshake.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.application.ApplicationObserver;
import sevenlayers.handshake.host.Host;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.host.HostObserver;
import sevenlayers.handshake.network.Loss;
import sevenlayers.handshake.network.NetworkObserver;
import sevenlayers.handshake.network.Packet;
import sevenlayers.handshake.tcp.TcpConnection;
import sevenlayers.handshake.tcp.TcpNotification;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.handshake.tcp.TcpTimer;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.handshake.time.Scheduler;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.ipv4.Ecn;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpSegment;

/** Counts all that happens, and makes an event of what somebody wants to see. */
final class Watcher implements HostObserver, NetworkObserver, ApplicationObserver {
    private final Scheduler scheduler;
    private final Tracks tracks;
    private final EventSink sink;
    private final Simulation.PacketSink packets;
    private long events;
    private boolean retransmission;

    Watcher(Scheduler scheduler, Tracks tracks, EventSink sink, Simulation.PacketSink packets) {
        this.scheduler = scheduler;
        this.tracks = tracks;
        this.sink = sink;
        this.packets = packets;
    }

    long events() {
        return events;
    }

    boolean isFull() {
        return sink.isFull();
    }

    /** Whether the packet that is leaving just now carries what was sent before. */
    boolean isRetransmission() {
        return retransmission;
    }

    /** Counts an event; whether it is to be made. */
    private boolean wanted(Event.Kind kind, String host, @Nullable Track track) {
        events++;
        return !sink.isFull() && sink.wants(kind, scheduler.nowNanos(), host, name(track));
    }

    private boolean wanted(Event.Kind kind, String host, @Nullable Track track, TcpSegment segment) {
        boolean pure =
                segment.payload().isEmpty() && (segment.flags() & (TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST)) == 0;
        if (pure && !sink.wantsPureAcknowledgments()) {
            events++;
            return false;
        }
        return wanted(kind, host, track);
    }

    private static String name(@Nullable Track track) {
        return track == null ? "" : track.name;
    }

    private void tell(String host, @Nullable Track track, Event.What what, @Nullable Rule why) {
        List<Event.EndView> ends = track == null || !sink.wantsViews()
                ? List.of()
                : List.of(view(track, track.opener), view(track, track.other));
        sink.take(new Event(events, scheduler.nowNanos(), host, name(track), what, why, ends));
    }

    private static Event.EndView view(Track track, Track.End end) {
        HostConnection connection = end.connection;
        if (connection == null) {
            return new Event.EndView(end.host, TcpState.CLOSED, 0, 0, 0, 0, 0, 0);
        }
        TcpConnection tcp = connection.tcp();
        int peer = track.against(end).iss;
        boolean heard = tcp.rcvNxt() != 0;
        return new Event.EndView(
                end.host,
                tcp.state(),
                tcp.sndUna() - end.iss,
                tcp.sndNxt() - end.iss,
                tcp.sndWnd(),
                heard ? tcp.rcvNxt() - peer : 0,
                tcp.rcvWnd(),
                tcp.cwnd());
    }

    private Event.Shown shown(@Nullable Track track, Packet packet, TcpSegment segment) {
        if (track == null) {
            return new Event.Shown(segment, segment.sequenceNumber(), segment.acknowledgmentNumber());
        }
        Track.End from = track.from(packet.sent().source(), segment.sourcePort());
        int acknowledged = segment.has(TcpFlags.ACK) ? segment.acknowledgmentNumber() - track.against(from).iss : 0;
        return new Event.Shown(segment, segment.sequenceNumber() - from.iss, acknowledged);
    }

    // ---- hosts

    @Override
    public void sent(Host host, @Nullable HostConnection connection, Packet packet, boolean again, Rule why) {
        retransmission = again;
        packets.packet(host.name(), scheduler.nowNanos(), packet, why);
        if (packet.ip().payload() instanceof TcpSegment segment) {
            Track track = connection == null ? tracks.of(packet, segment) : tracks.of(connection);
            if (track != null) {
                tracks.sent(track, packet, segment);
                if (again) {
                    track.from(packet.ip().source(), segment.sourcePort()).retransmissions++;
                }
            }
            if (wanted(Event.Kind.SENT, host.name(), track, segment)) {
                String to = tracks.host(packet.ip().destination());
                tell(
                        host.name(),
                        track,
                        new Event.What.Sent(to, shown(track, packet, segment), packet.number(), again),
                        why);
            }
        } else if (packet.ip().payload() instanceof IcmpMessage message && wanted(Event.Kind.ICMP, host.name(), null)) {
            String to = tracks.host(packet.ip().destination());
            tell(host.name(), null, new Event.What.Icmp(to, message), why);
        }
    }

    @Override
    public void arrived(Host host, @Nullable HostConnection connection, Packet packet) {
        packets.packet(host.name(), scheduler.nowNanos(), packet, null);
        if (packet.ip().payload() instanceof TcpSegment segment) {
            Track track = tracks.of(connection, packet, segment);
            if (wanted(Event.Kind.ARRIVED, host.name(), track, segment)) {
                boolean marked = packet.ip().ecn() == Ecn.CE;
                tell(
                        host.name(),
                        track,
                        new Event.What.Arrived(packet.from(), shown(track, packet, segment), packet.number(), marked),
                        null);
            }
        }
    }

    @Override
    public void malformed(Host host, Packet packet, String why) {
        packets.packet(host.name(), scheduler.nowNanos(), packet, null);
        lost(packet, Loss.CHECKSUM, host.name());
    }

    @Override
    public void stateChanged(HostConnection connection, TcpState from, TcpState to, Rule why) {
        Track track = tracks.of(connection);
        if (to == TcpState.ESTABLISHED && track.opener.connection == connection && track.establishedAtNanos < 0) {
            track.establishedAtNanos = scheduler.nowNanos();
        }
        track.endedAtNanos = scheduler.nowNanos();
        if (wanted(Event.Kind.STATE, connection.host().name(), track)) {
            tell(connection.host().name(), track, new Event.What.StateChanged(from, to), why);
        }
    }

    @Override
    public void timerArmed(HostConnection connection, TcpTimer timer, long atNanos, Rule why) {
        timer(connection, timer, Event.Change.ARMED, atNanos, why);
    }

    @Override
    public void timerFired(HostConnection connection, TcpTimer timer, Rule why) {
        if (timer == TcpTimer.RETRANSMISSION) {
            Track track = tracks.of(connection);
            track.from(connection.host().address(), connection.localPort()).timeouts++;
        }
        timer(connection, timer, Event.Change.FIRED, scheduler.nowNanos(), why);
    }

    @Override
    public void timerCancelled(HostConnection connection, TcpTimer timer, Rule why) {
        timer(connection, timer, Event.Change.CANCELLED, 0, why);
    }

    private void timer(HostConnection connection, TcpTimer timer, Event.Change change, long atNanos, Rule why) {
        Track track = tracks.of(connection);
        if (wanted(Event.Kind.TIMER, connection.host().name(), track)) {
            tell(connection.host().name(), track, new Event.What.TimerChanged(timer, change, atNanos), why);
        }
    }

    @Override
    public void sampled(HostConnection connection, Rule why) {
        Track track = tracks.of(connection);
        if (wanted(Event.Kind.SAMPLE, connection.host().name(), track)) {
            TcpConnection tcp = connection.tcp();
            tell(
                    connection.host().name(),
                    track,
                    new Event.What.Sampled(tcp.info(scheduler.nowNanos()), tcp.cwnd(), tcp.ssthresh(), tcp.phase()),
                    why);
        }
    }

    @Override
    public void buffersChanged(HostConnection connection, Rule why) {
        Track track = tracks.of(connection);
        if (wanted(Event.Kind.BUFFER, connection.host().name(), track)) {
            TcpConnection tcp = connection.tcp();
            tell(
                    connection.host().name(),
                    track,
                    new Event.What.BufferChanged(
                            tcp.sendBufferBytes(),
                            tcp.bytesInFlight(),
                            tcp.readableBytes(),
                            tcp.outOfOrderBytes(),
                            tcp.rcvWnd(),
                            tcp.sndWnd()),
                    why);
        }
    }

    @Override
    public void delivered(HostConnection connection, int bytes) {
        Track track = tracks.of(connection);
        Track.End end = track.from(connection.host().address(), connection.localPort());
        end.delivered += bytes;
        track.endedAtNanos = scheduler.nowNanos();
        if (wanted(Event.Kind.DELIVERED, connection.host().name(), track)) {
            tell(connection.host().name(), track, new Event.What.Delivered(bytes, end.delivered), null);
        }
    }

    @Override
    public void notified(HostConnection connection, TcpNotification what, Rule why) {
        Track track = tracks.of(connection);
        String said = switch (what) {
            case CONNECTED -> connection.tcp().isPassive() ? "accepted" : "connected";
            case URGENT -> "urgent";
            case REFUSED -> "refused";
            case RESET -> "reset";
            case TIMED_OUT -> "timed out";
            case UNREACHABLE -> "unreachable";
            // What the program makes of these it says itself.
            case READABLE, WRITABLE, ALL_ACKNOWLEDGED, PEER_CLOSED, NEGATIVE_ADVICE, CLOSED -> "";
        };
        switch (what) {
            case REFUSED, RESET, TIMED_OUT, UNREACHABLE -> track.failure = said;
            default -> {}
        }
        if (!said.isEmpty() && wanted(Event.Kind.APPLICATION, connection.host().name(), track)) {
            tell(connection.host().name(), track, new Event.What.Application(said, 0), why);
        }
    }

    // ---- programs

    @Override
    public void did(HostConnection connection, String what, long bytes) {
        Track track = tracks.of(connection);
        if (wanted(Event.Kind.APPLICATION, connection.host().name(), track)) {
            tell(connection.host().name(), track, new Event.What.Application(what, bytes), null);
        }
    }

    /** A program could not even begin. */
    void failed(Host host, String why) {
        if (wanted(Event.Kind.APPLICATION, host.name(), null)) {
            tell(host.name(), null, new Event.What.Application(why, 0), null);
        }
    }

    // ---- the network

    @Override
    public void lost(Packet packet, Loss how, String where) {
        if (!(packet.sent().payload() instanceof TcpSegment segment)) {
            return;
        }
        Track track = tracks.of(packet, segment);
        if (track != null) {
            track.from(packet.sent().source(), segment.sourcePort()).losses++;
        }
        if (wanted(Event.Kind.LOST, packet.from(), track, segment)) {
            String to = tracks.host(packet.sent().destination());
            tell(
                    packet.from(),
                    track,
                    new Event.What.Lost(to, shown(track, packet, segment), packet.number(), where, how),
                    null);
        }
    }
}
