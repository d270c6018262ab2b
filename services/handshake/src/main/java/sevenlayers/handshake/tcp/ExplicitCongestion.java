package sevenlayers.handshake.tcp;

import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.ipv4.Ecn;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpSegment;

/** Explicit congestion notification (RFC 3168 §6.1): marks instead of losses. */
final class ExplicitCongestion {
    private final Tcb t;
    private boolean inUse;
    private boolean offered;
    /** A mark has arrived; every ACK says so until the sender says that it has reduced its window. */
    private boolean echoing;
    /** Our window was reduced; the next new data says so. */
    private boolean reduced;

    private boolean seen;

    ExplicitCongestion(Tcb t) {
        this.t = t;
    }

    /** §6.1.1: a SYN asks with ECE and CWR; one that is sent again does not, should something on the way dislike it (§6.1.1.1). */
    int flagsOfSyn(boolean again) {
        offered = t.settings.ecn() == EcnUse.ASKS && !again;
        return offered ? TcpFlags.ECE | TcpFlags.CWR : 0;
    }

    /** The answer to such a SYN has ECE alone. */
    int flagsOfSynAck() {
        return inUse ? TcpFlags.ECE : 0;
    }

    void synArrived(TcpSegment syn) {
        inUse = t.settings.ecn() != EcnUse.OFF && syn.has(TcpFlags.ECE | TcpFlags.CWR);
    }

    void synAckArrived(TcpSegment synAck) {
        inUse = offered && synAck.has(TcpFlags.ECE) && !synAck.has(TcpFlags.CWR);
    }

    boolean inUse() {
        return inUse;
    }

    boolean seen() {
        return seen;
    }

    /** The bits of IP: §6.1.4 and §6.1.5, neither pure acknowledgments nor what is sent again can be marked. */
    int codepoint(boolean newData) {
        return inUse && newData ? Ecn.ECT_0 : Ecn.NOT_ECT;
    }

    /** The flags of a segment that is neither SYN nor RST. */
    int flags(boolean newData) {
        int flags = echoing ? TcpFlags.ECE : 0;
        if (newData && reduced) {
            reduced = false;
            flags |= TcpFlags.CWR;
        }
        return flags;
    }

    /** At the receiver (§6.1.3). */
    void arrived(TcpSegment segment, int codepoint) {
        if (!inUse) {
            return;
        }
        if (segment.has(TcpFlags.CWR)) {
            echoing = false;
        }
        if (codepoint == Ecn.CE) {
            echoing = true;
        }
        seen |= codepoint != Ecn.NOT_ECT;
    }

    /** At the sender (§6.1.2). */
    void acknowledged(TcpSegment segment) {
        if (inUse && segment.has(TcpFlags.ECE) && !segment.has(TcpFlags.SYN)) {
            t.counters.deliveredMarked++;
            if (t.sender.congestionMarked(Rule.CONGESTION_MARKED)) {
                reduced = true;
            }
        }
    }
}
