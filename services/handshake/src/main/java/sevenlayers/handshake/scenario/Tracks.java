package sevenlayers.handshake.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.handshake.network.Packet;
import sevenlayers.wire.ipv4.Ipv4Address;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpSegment;

/** All connections that a run has seen. Two ends with the same addresses and ports are one, until a new SYN begins the next. */
final class Tracks {
    private record Place(int address, int port) {}

    private record Pair(Place low, Place high) {
        static Pair of(Place a, Place b) {
            boolean inOrder = a.address < b.address || a.address == b.address && a.port <= b.port;
            return inOrder ? new Pair(a, b) : new Pair(b, a);
        }
    }

    private final Map<Integer, String> hosts;
    private final Allowance allowance;
    private final Map<Pair, Track> current = new HashMap<>();
    private final List<Track> all = new ArrayList<>();

    Tracks(Map<Integer, String> hosts, Allowance allowance) {
        this.allowance = allowance;
        this.hosts = hosts;
    }

    List<Track> all() {
        return all;
    }

    String host(int address) {
        return hosts.getOrDefault(address, Ipv4Address.format(address));
    }

    private Track begin(Place opener, Place other) {
        Track track = new Track(
                new Track.End(host(opener.address), opener.address, opener.port, allowance),
                new Track.End(host(other.address), other.address, other.port, allowance));
        Track before = current.put(Pair.of(opener, other), track);
        if (before != null) {
            before.followed = true;
        }
        all.add(track);
        return track;
    }

    private Track claimed(Track track, HostConnection connection, Place here) {
        Track.End end = track.from(here.address, here.port);
        end.connection = connection;
        end.iss = connection.tcp().iss();
        connection.note(track);
        return track;
    }

    /** That of an end of a connection, which is known by its addresses until it first does something. */
    Track of(HostConnection connection) {
        return connection.note() instanceof Track known ? known : first(connection);
    }

    private Track first(HostConnection connection) {
        Place here = new Place(connection.host().address(), connection.localPort());
        Place there = new Place(connection.remote(), connection.remotePort());
        Track existing = current.get(Pair.of(here, there));
        // Both ends may open the same connection: the second to do so finds it (RFC 9293 §3.5, simultaneous open).
        if (existing != null && existing.from(here.address, here.port).connection == null) {
            return claimed(existing, connection, here);
        }
        return claimed(connection.tcp().isPassive() ? begin(there, here) : begin(here, there), connection, here);
    }

    /** The one that a packet belongs to; null where none was begun. */
    @Nullable
    Track of(Packet packet, TcpSegment segment) {
        return current.get(Pair.of(
                new Place(packet.ip().source(), segment.sourcePort()),
                new Place(packet.ip().destination(), segment.destinationPort())));
    }

    /** The same, where a connection is there for it: mostly that one's, which need not be looked for. */
    @Nullable
    Track of(@Nullable HostConnection connection, Packet packet, TcpSegment segment) {
        return connection != null && connection.note() instanceof Track known && !known.followed
                ? known
                : of(packet, segment);
    }

    /** A segment leaves: its SYN says where its end counts from. */
    void sent(Track track, Packet packet, TcpSegment segment) {
        Track.End end = track.from(packet.ip().source(), segment.sourcePort());
        end.segments++;
        if (segment.has(TcpFlags.SYN)) {
            end.iss = segment.sequenceNumber();
            end.synSeen = true;
        }
    }
}
