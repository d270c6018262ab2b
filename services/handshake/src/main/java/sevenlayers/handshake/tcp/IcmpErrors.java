package sevenlayers.handshake.tcp;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.icmp.IcmpMessage;
import sevenlayers.wire.icmp.IcmpMessage.DestinationUnreachable;
import sevenlayers.wire.tcp.SequenceNumbers;

/** What routers and hosts say of segments of this connection (RFC 9293 §3.9.2.2), believed only as far as they can prove it (RFC 5927). */
final class IcmpErrors {
    private static final int SMALLEST_MTU = 68;
    private static final int SOURCE_QUENCH = 4;
    /** RFC 1191 §7.1: what routers that do not say it probably mean. */
    private static final int[] PLATEAUS = {32_000, 17_914, 8_166, 4_352, 2_002, 1_492, 1_006, 508, 296, SMALLEST_MTU};

    private final Tcb t;
    private @Nullable IcmpMessage softError;

    IcmpErrors(Tcb t) {
        this.t = t;
    }

    @Nullable
    IcmpMessage softError() {
        return softError;
    }

    void arrived(IcmpMessage message, int quoted) {
        // RFC 5927 §4.1: SND.UNA =< SEG.SEQ < SND.NXT
        boolean inFlight = SequenceNumbers.within(quoted, t.sndUna, t.sndNxt - t.sndUna);
        if (t.state == TcpState.CLOSED || t.state == TcpState.LISTEN || !inFlight) {
            t.effects.heldBack(Rule.ICMP_NOT_IN_FLIGHT);
        } else if (message.type() == SOURCE_QUENCH) {
            t.effects.heldBack(Rule.SOURCE_QUENCH); // MUST-55
        } else if (message instanceof DestinationUnreachable unreachable) {
            unreachable(unreachable);
        } else {
            soft(message); // MUST-56: time exceeded and parameter problem
        }
    }

    private void unreachable(DestinationUnreachable message) {
        switch (message.code()) {
            case DestinationUnreachable.FRAGMENTATION_NEEDED -> tooLarge(message.nextHopMtu());
            case DestinationUnreachable.PROTOCOL_UNREACHABLE, DestinationUnreachable.PORT -> {
                // SHLD-26: hard errors abort; RFC 5927 §5.2: not where a connection is established, for they are too
                // easy to forge.
                if (t.state.isSynchronized()) {
                    soft(message);
                } else {
                    softError = message;
                    t.closing.fail(TcpNotification.UNREACHABLE, Rule.HARD_ERROR);
                }
            }
            default -> soft(message);
        }
    }

    private void soft(IcmpMessage message) {
        softError = message;
        t.effects.heldBack(Rule.SOFT_ERROR);
    }

    private void tooLarge(int nextHop) {
        int mtu = Math.max(SMALLEST_MTU, nextHop == 0 ? plateauBelow(t.options.mtu()) : nextHop);
        if (mtu >= t.options.mtu()) {
            return; // RFC 1191 §6.3: it must not grow by such a message
        }
        t.options.mtu(mtu);
        t.sender.split(t.segments.smss(), Rule.FRAGMENTATION_NEEDED);
        t.effects.sampled(Rule.FRAGMENTATION_NEEDED);
        t.output.run();
    }

    private static int plateauBelow(int mtu) {
        for (int plateau : PLATEAUS) {
            if (plateau < mtu) {
                return plateau;
            }
        }
        return SMALLEST_MTU;
    }
}
