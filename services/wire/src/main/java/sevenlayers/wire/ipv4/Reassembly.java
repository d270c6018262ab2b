package sevenlayers.wire.ipv4;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevenlayers.wire.Bytes;

/**
 * Puts fragments together (RFC 791 §3.2, RFC 815 by its idea of holes). Pieces of one packet have the same addresses, protocol and
 * identification. Pieces that overlap end the packet: nothing honest sends them, and which of both counts has been an attack's door
 * (RFC 1858, RFC 5722 for version 6).
 */
public final class Reassembly {
    /** How long pieces wait for the others (RFC 1122 §3.3.2: 60 to 120 seconds). */
    public static final long TIMEOUT_NANOS = 60_000_000_000L;

    /** How many packets may be incomplete at once; the oldest gives way. */
    private static final int MOST = 64;

    private record Key(int source, int destination, int protocol, int identification) {}

    private static final class Pieces {
        final long since;
        final List<Ipv4Packet> inOrder = new ArrayList<>();

        Pieces(long since) {
            this.since = since;
        }
    }

    private final Map<Key, Pieces> waiting = new LinkedHashMap<>();

    /** The whole packet where this was its last missing piece; null as long as one is missing. */
    public @Nullable Ipv4Packet add(Ipv4Packet fragment, long nowNanos) {
        if (!fragment.isFragment()) {
            return fragment;
        }
        waiting.values().removeIf(pieces -> nowNanos - pieces.since > TIMEOUT_NANOS);
        Key key = new Key(
                fragment.source(), fragment.destination(), fragment.payload().protocol(), fragment.identification());
        Pieces pieces = waiting.computeIfAbsent(key, none -> new Pieces(nowNanos));
        if (!insert(pieces.inOrder, fragment)) {
            waiting.remove(key);
            return null;
        }
        Ipv4Packet whole = whole(pieces.inOrder);
        if (whole != null) {
            waiting.remove(key);
        } else if (waiting.size() > MOST) {
            waiting.remove(waiting.keySet().iterator().next());
        }
        return whole;
    }

    private static boolean insert(List<Ipv4Packet> inOrder, Ipv4Packet piece) {
        int at = 0;
        while (at < inOrder.size() && inOrder.get(at).fragmentOffset() < piece.fragmentOffset()) {
            at++;
        }
        boolean same = at < inOrder.size() && inOrder.get(at).equals(piece);
        if (same) {
            return true;
        }
        boolean clear = (at == 0 || end(inOrder.get(at - 1)) <= start(piece))
                && (at == inOrder.size() || end(piece) <= start(inOrder.get(at)));
        if (clear) {
            inOrder.add(at, piece);
        }
        return clear && end(piece) <= Ipv4Packet.MAXIMUM_LENGTH - Ipv4Packet.MINIMUM_HEADER;
    }

    private static int start(Ipv4Packet piece) {
        return piece.fragmentOffset() * 8;
    }

    private static int end(Ipv4Packet piece) {
        return start(piece) + piece.payload().length();
    }

    private static @Nullable Ipv4Packet whole(List<Ipv4Packet> inOrder) {
        int reached = 0;
        for (Ipv4Packet piece : inOrder) {
            if (start(piece) != reached) {
                return null;
            }
            reached = end(piece);
        }
        Ipv4Packet first = inOrder.getFirst();
        if (inOrder.getLast().moreFragments() || first.headerLength() + reached > Ipv4Packet.MAXIMUM_LENGTH) {
            return null;
        }
        byte[] bytes = new byte[reached];
        for (Ipv4Packet piece : inOrder) {
            ((RawPayload) piece.payload()).bytes().copyTo(bytes, start(piece));
        }
        return new Ipv4Packet(
                first.typeOfService(),
                first.identification(),
                first.dontFragment(),
                false,
                0,
                first.timeToLive(),
                first.source(),
                first.destination(),
                first.options(),
                new RawPayload(first.payload().protocol(), Bytes.wrap(bytes)));
    }
}
