package sevenlayers.handshake.tcp;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.tcp.TcpSegment;

/** How a connection ends: FINs in both directions, TIME-WAIT, resets, and giving up (RFC 9293 §3.6, §3.10.4, §3.10.5, §3.10.8). */
final class Closing {
    private final Tcb t;
    private boolean finQueued;
    private boolean finSent;
    private boolean finReceived;
    private boolean readerGone;
    private @Nullable TcpNotification failure;

    Closing(Tcb t) {
        this.t = t;
    }

    boolean finSent() {
        return finSent;
    }

    /** It is to follow the last byte, and has not left. */
    boolean finDue() {
        return finQueued && !finSent;
    }

    void finLeaves() {
        finSent = true;
    }

    boolean finAcknowledged() {
        return finSent && t.sndUna == t.sndNxt;
    }

    boolean finReceived() {
        return finReceived;
    }

    boolean readerGone() {
        return readerGone;
    }

    boolean writerClosed() {
        return finQueued;
    }

    @Nullable
    TcpNotification failure() {
        return failure;
    }

    /** §3.10.4 */
    void shutdown() {
        switch (t.state) {
            case LISTEN, SYN_SENT -> closed(Rule.CLOSE_UNSENT);
            case SYN_RECEIVED -> {
                finQueued = true;
                if (t.sendBuffer.size() == 0) {
                    t.state(TcpState.FIN_WAIT_1, Rule.SYN_RECEIVED_CLOSED);
                }
            }
            case ESTABLISHED -> {
                finQueued = true;
                t.state(TcpState.FIN_WAIT_1, Rule.CLOSE);
            }
            case CLOSE_WAIT -> {
                finQueued = true;
                t.state(TcpState.LAST_ACK, Rule.CLOSE);
            }
            case CLOSED, FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT -> {}
        }
        t.output.run();
    }

    void close() {
        readerGone = true;
        if (t.receiveBuffer.readable() > 0 && resets()) {
            reset(Rule.CLOSED_WITH_DATA_UNREAD);
            return;
        }
        shutdown();
        if (t.state == TcpState.FIN_WAIT_2) {
            waitForPeer();
        }
    }

    /** §3.10.5 */
    void abort() {
        if (resets()) {
            reset(Rule.ABORT);
        } else {
            closed(Rule.ABORT);
        }
    }

    private void reset(Rule rule) {
        t.segments.abort(rule);
        closed(rule);
    }

    private boolean resets() {
        return switch (t.state) {
            case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT -> true;
            case CLOSED, LISTEN, SYN_SENT, CLOSING, LAST_ACK, TIME_WAIT -> false;
        };
    }

    /** §3.10.7.4, fifth: what the acknowledgment of our FIN means. Returns whether the connection still exists. */
    boolean acknowledged() {
        if (finAcknowledged()) {
            switch (t.state) {
                case FIN_WAIT_1 -> {
                    t.state(TcpState.FIN_WAIT_2, Rule.FIN_ACKNOWLEDGED);
                    if (readerGone) {
                        waitForPeer();
                    }
                }
                case CLOSING -> timeWait(Rule.FIN_ACKNOWLEDGED);
                case LAST_ACK -> {
                    closed(Rule.FIN_ACKNOWLEDGED);
                    return false;
                }
                case CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_2, CLOSE_WAIT, TIME_WAIT -> {}
            }
        }
        return true;
    }

    private void waitForPeer() {
        if (t.settings.finWait2TimeoutNanos() > 0) {
            t.timers.arm(TcpTimer.FIN_WAIT_2, t.now + t.settings.finWait2TimeoutNanos(), Rule.FIN_WAIT_2_OVER);
        }
    }

    /** §3.10.7.4, eighth: the other end's FIN is next in order. */
    void finArrived() {
        if (finReceived) {
            return;
        }
        finReceived = true;
        t.rcvNxt++;
        if (t.state == TcpState.ESTABLISHED) {
            t.acks.finArrived();
        } else {
            t.acks.now(Rule.ACKNOWLEDGE_FIN);
        }
        t.effects.notified(TcpNotification.PEER_CLOSED, Rule.FIN_RECEIVED);
        switch (t.state) {
            case SYN_RECEIVED, ESTABLISHED -> t.state(TcpState.CLOSE_WAIT, Rule.FIN_RECEIVED);
            case FIN_WAIT_1 -> t.state(TcpState.CLOSING, Rule.BOTH_CLOSING);
            case FIN_WAIT_2 -> timeWait(Rule.FIN_RECEIVED);
            case CLOSED, LISTEN, SYN_SENT, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> {}
        }
    }

    /** The FIN came again: our ACK of it was lost (MUST-13 holds for the renewed wait, too). */
    void finAgain(TcpSegment segment) {
        if (t.state == TcpState.TIME_WAIT && finReceived && segment.endSequenceNumber() == t.rcvNxt) {
            armTimeWait(Rule.TIME_WAIT_FIN_AGAIN);
        }
    }

    private void timeWait(Rule rule) {
        t.timers.cancelAll(Rule.TIME_WAIT);
        t.state(TcpState.TIME_WAIT, rule);
        armTimeWait(Rule.TIME_WAIT);
    }

    private void armTimeWait(Rule rule) {
        // §3.4.3: 2 MSL
        t.timers.arm(TcpTimer.TIME_WAIT, t.now + 2 * t.settings.maximumSegmentLifetimeNanos(), rule);
    }

    /** The connection ends otherwise than both ends wished. What is unread is lost (§3.10.7.4, second: all queues are flushed). */
    void fail(TcpNotification how, Rule rule) {
        failure = how;
        t.receiveBuffer.clear();
        closed(rule);
    }

    void closed(Rule rule) {
        if (t.state == TcpState.CLOSED) {
            return;
        }
        t.timers.cancelAll(rule);
        t.state(TcpState.CLOSED, rule);
        if (failure != null) {
            t.effects.notified(failure, rule);
        }
        t.effects.notified(TcpNotification.CLOSED, rule);
    }

    /** A SYN at a listener's connection that was about to open: it listens again (§3.10.7.4, fourth). */
    void backToListen(Rule rule) {
        t.timers.cancelAll(rule);
        t.sender.forget();
        t.sndNxt = t.iss;
        t.sndUna = t.iss;
        t.state(TcpState.LISTEN, rule);
    }
}
