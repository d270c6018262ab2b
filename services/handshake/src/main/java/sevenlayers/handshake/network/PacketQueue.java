package sevenlayers.handshake.network;

import java.util.ArrayDeque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sevenlayers.wire.ipv4.Ecn;

/** Packets that wait for the link, in order, with the time since when each has waited. What decides what to drop is a subclass. */
abstract class PacketQueue {
    record Waiting(Packet packet, long sinceNanos) {}

    /** Told what is dropped. */
    interface Drops {
        void dropped(Packet packet, Loss how);
    }

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final Drops drops;
    private long bytes;
    private long held;
    private long marked;

    PacketQueue(Drops drops) {
        this.drops = drops;
    }

    static PacketQueue of(QueueSettings settings, LinkSettings link, RandomGenerator chance, Drops drops) {
        return switch (settings) {
            case QueueSettings.DropTail tail -> new DropTailQueue(tail, drops);
            case QueueSettings.Red red -> new RedQueue(red, link, chance, drops);
            case QueueSettings.Codel codel -> new CodelQueue(codel, drops);
        };
    }

    /** Takes a packet, or drops it. */
    abstract void offer(Packet packet, long nowNanos);

    /** The next packet for the link; null where there is none. */
    abstract @Nullable Packet poll(long nowNanos);

    final int packets() {
        return waiting.size();
    }

    final long bytes() {
        return bytes;
    }

    /** How much memory they take. */
    final long held() {
        return held;
    }

    /** How many were marked instead of dropped. */
    final long marked() {
        return marked;
    }

    final void add(Packet packet, long nowNanos) {
        waiting.addLast(new Waiting(packet, nowNanos));
        bytes += packet.length();
        held += packet.held();
    }

    final @Nullable Waiting take() {
        Waiting first = waiting.pollFirst();
        if (first != null) {
            bytes -= first.packet.length();
            held -= first.packet.held();
        }
        return first;
    }

    final void drop(Packet packet, Loss how) {
        drops.dropped(packet, how);
    }

    /** The packet with its mark; null where it cannot be marked, since its transport would not understand (RFC 3168 §5). */
    final @Nullable Packet marked(Packet packet) {
        if (packet.ip().ecn() == Ecn.NOT_ECT) {
            return null;
        }
        marked++;
        return packet.with(packet.ip().withEcn(Ecn.CE));
    }
}
