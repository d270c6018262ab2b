package sevenlayers.labs.tcp;

import sevenlayers.handshake.v1.LossKind;
import sevenlayers.handshake.v1.SegmentLost;
import sevenlayers.handshake.v1.TcpState;

/** The contract's words as a person writes them. */
final class Names {

    private static final String STATE = "TCP_STATE_";

    private Names() {}

    /** {@code SYN-SENT}, as RFC 9293 §3.3.2 writes it. */
    static String of(TcpState state) {
        return state.name().substring(STATE.length()).replace('_', '-');
    }

    /** How a segment was lost, and where. */
    static String of(SegmentLost lost, String from) {
        String way = lost.getWhere().equals(from) || lost.getWhere().isEmpty()
                ? "on the way to " + lost.getTo()
                : lost.getWhere().equals(lost.getTo()) ? "at " + lost.getTo() : "on " + lost.getWhere();
        return switch (lost.getKind()) {
            case LOSS_KIND_LINK -> "lost " + way + ", by chance";
            case LOSS_KIND_SCRIPT -> "lost " + way + ", as the scenario's script says";
            case LOSS_KIND_QUEUE_FULL -> "dropped: the queue " + way + " is full";
            case LOSS_KIND_QUEUE_EARLY -> "dropped early by the queue " + way + ", before it is full";
            case LOSS_KIND_CHECKSUM -> "thrown away " + way + ": its checksum does not fit";
            case LOSS_KIND_TIME_TO_LIVE -> "thrown away " + way + ": its time to live ran out";
            case LOSS_KIND_TOO_BIG -> "thrown away " + way + ": too large for the next link";
            case LOSS_KIND_UNSPECIFIED, UNRECOGNIZED -> "lost " + way;
        };
    }

    /** How far it came: a queue or a link is on the way, a wrong checksum is found at the end of it. */
    static double reached(SegmentLost lost) {
        return lost.getKind() == LossKind.LOSS_KIND_CHECKSUM || lost.getWhere().equals(lost.getTo()) ? 1 : 0.6;
    }
}
