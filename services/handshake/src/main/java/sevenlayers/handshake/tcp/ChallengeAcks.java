package sevenlayers.handshake.tcp;

import sevenlayers.handshake.tcp.rule.Rule;

/** ACKs that a segment has to earn (RFC 5961), not more than so many in a second (§7): what answers garbage must not be a weapon. */
final class ChallengeAcks {
    private static final long SECOND = 1_000_000_000L;

    private final Tcb t;
    private long secondBeganNanos = Long.MIN_VALUE / 2;
    private int sent;

    ChallengeAcks(Tcb t) {
        this.t = t;
    }

    /** {@code <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>}, if this second has one left. */
    void send(Rule rule) {
        if (isAllowed()) {
            t.segments.acknowledge(rule);
        } else {
            t.effects.heldBack(Rule.CHALLENGE_LIMIT);
        }
    }

    private boolean isAllowed() {
        if (t.now - secondBeganNanos >= SECOND) {
            secondBeganNanos = t.now;
            sent = 0;
        }
        return sent++ < t.settings.challengeAcksPerSecond();
    }
}
