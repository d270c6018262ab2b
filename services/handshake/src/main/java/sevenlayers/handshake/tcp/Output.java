package sevenlayers.handshake.tcp;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.recovery.SentSegment;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.tcp.TcpFlags;

/** Decides what is sent now: what is due again first, then new data, then the FIN; as far as both windows and good manners allow. */
final class Output {
    private final Tcb t;
    private boolean noDelay;
    private boolean corked;
    private boolean more;
    private boolean wasFull;
    private boolean probing;
    private Rule probe = Rule.ZERO_WINDOW_PROBE;
    private @Nullable Rule heldBack;

    Output(Tcb t) {
        this.t = t;
        noDelay = !t.settings.nagle();
    }

    void noDelay(boolean on) {
        noDelay = on;
    }

    void corked(boolean on) {
        corked = on;
    }

    int write(Bytes data, boolean moreFollows, boolean urgent) {
        int taken = t.sendBuffer.add(data);
        wasFull |= taken < data.length();
        more = moreFollows;
        if (urgent && taken > 0) {
            t.urgent.written();
        }
        if (taken > 0) {
            t.effects.buffersChanged(Rule.SEND);
        }
        return taken;
    }

    /** So much room has become free. */
    void acknowledged(int bytes) {
        if (bytes == 0) {
            return;
        }
        t.effects.buffersChanged(Rule.ACKNOWLEDGED);
        if (wasFull && t.sendBuffer.room() >= t.sendBuffer.capacity() / 3) {
            wasFull = false;
            t.effects.notified(TcpNotification.WRITABLE, Rule.ACKNOWLEDGED);
        }
        if (t.sendBuffer.size() == 0) {
            t.effects.notified(TcpNotification.ALL_ACKNOWLEDGED, Rule.ALL_ACKNOWLEDGED);
        }
    }

    int unsent() {
        return t.closing.finSent() ? 0 : t.sendBuffer.end() - t.sndNxt;
    }

    private boolean transmits() {
        return switch (t.state) {
            case ESTABLISHED, CLOSE_WAIT, FIN_WAIT_1, CLOSING, LAST_ACK -> true;
            case CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED, FIN_WAIT_2, TIME_WAIT -> false;
        };
    }

    /** Sends what may be sent. */
    void run() {
        if (transmits()) {
            heldBack(null);
            if (retransmitDue()) {
                idleRestart();
                sendNew(false);
            }
            settle();
        } else {
            t.counters.busy(false, Counters.Limit.NONE, t.now);
        }
    }

    /** What has waited for more, or for a window that is worth it, has waited long enough. */
    void override() {
        heldBack(null);
        sendNew(true);
        settle();
    }

    // ---- again

    /** Returns whether new data may follow. */
    private boolean retransmitDue() {
        for (SentSegment due = t.sender.nextDue(); due != null; due = t.sender.nextDue()) {
            int pipe = t.sender.pipe();
            if (pipe > 0 && pipe + due.length() > t.sender.congestion().cwnd()) {
                return false;
            }
            if (t.pacing.waits()) {
                return false;
            }
            retransmit(due, t.sender.lossRule());
        }
        return true;
    }

    void retransmitFirstDue(Rule rule) {
        SentSegment due = t.sender.nextDue();
        if (due != null) {
            retransmit(due, rule);
        }
    }

    void retransmit(SentSegment segment, Rule rule) {
        t.sender.sending(segment);
        t.sender.sent.sentAgain(segment, t.now);
        if ((segment.flags() & TcpFlags.SYN) != 0) {
            t.segments.syn(t.state == TcpState.SYN_RECEIVED, true, rule);
        } else {
            int length = segment.length() - (segment.flags() & TcpFlags.FIN);
            boolean last = segment.start() + length == t.sendBuffer.end() && length > 0;
            Bytes data = t.sendBuffer.slice(segment.start(), length);
            t.segments.data(segment.flags() | (last ? TcpFlags.PSH : 0), segment.start(), data, true, rule);
        }
    }

    // ---- for the first time

    /** RFC 5681 §4.1: after longer than a timeout without sending, what the window was says nothing. */
    private void idleRestart() {
        if (t.sndUna == t.sndNxt
                && unsent() > 0
                && t.counters.lastDataSentNanos > 0
                && t.now - t.counters.lastDataSentNanos > t.sender.rtt.timeoutNanos()) {
            t.sender.congestion().idle(t.sender.flight);
            t.effects.sampled(Rule.IDLE_RESTART);
        }
    }

    private void sendNew(boolean overridden) {
        while (true) {
            int unsent = unsent();
            boolean finDue = t.closing.finDue();
            if (unsent <= 0 && !finDue) {
                return;
            }
            int usable = t.sndUna + t.sndWnd - t.sndNxt;
            int room = t.segments.room();
            int length = Math.max(0, Math.min(Math.min(unsent, room), usable));
            boolean fin = finDue && length == unsent && usable > length;
            if (length == 0 && !fin) {
                heldBack(Rule.ZERO_WINDOW);
                return;
            }
            Rule wait = overridden || fin || length == room ? null : notWorthIt(length, unsent);
            if (wait != null) {
                heldBack(wait);
                return;
            }
            if (t.sender.sent.size() >= t.settings.mostSegmentsInFlight()) {
                return;
            }
            int pipe = t.sender.pipe();
            if (pipe > 0 && pipe + length > t.sender.congestion().cwnd()) {
                t.sender.flight.limitedByCongestionWindow();
                return;
            }
            if (t.pacing.waits()) {
                return;
            }
            sendNew(length, fin, length == unsent);
        }
    }

    void sendNew(int length, boolean fin, boolean last) {
        int start = t.sndNxt;
        int flags = fin ? TcpFlags.FIN : 0;
        t.sndNxt += length + flags;
        SentSegment segment = new SentSegment(start, t.sndNxt, flags, t.now);
        t.sender.sending(segment);
        t.sender.sent.add(segment);
        if (fin) {
            t.closing.finLeaves();
        }
        Rule rule = probing
                ? probe
                : fin ? Rule.CLOSE : t.sender.limitedTransmit() ? Rule.LIMITED_TRANSMIT : last ? Rule.PUSH : Rule.SEND;
        // RFC 9293 §3.9.1.2, MUST-60 and MUST-61: PSH where nothing more is queued.
        t.segments.data(
                flags | (last && length > 0 ? TcpFlags.PSH : 0), start, t.sendBuffer.slice(start, length), false, rule);
        t.userTimeout.sent();
        t.tail.touched();
    }

    /** One byte beyond a closed window, or the FIN where there is no byte. */
    void probe() {
        int unsent = unsent();
        if (unsent > 0) {
            probing = true;
            probe = Rule.ZERO_WINDOW_PROBE;
            sendNew(1, false, unsent == 1);
            probing = false;
        } else if (t.closing.finDue()) {
            sendNew(0, true, true);
        }
    }

    /** One segment of new data, whatever congestion control says, where the other end has room; returns whether there was one. */
    boolean probeTail() {
        int unsent = unsent();
        int usable = t.sndUna + t.sndWnd - t.sndNxt;
        int length = Math.min(Math.min(unsent, t.segments.room()), usable);
        if (length <= 0 || !transmits()) {
            return false;
        }
        probing = true;
        probe = Rule.TAIL_LOSS_PROBE;
        sendNew(length, false, length == unsent);
        probing = false;
        return true;
    }

    /** Why a segment that is not full waits; null where it does not (RFC 9293 §3.7.4 and §3.8.6.2.1). */
    private @Nullable Rule notWorthIt(int length, int unsent) {
        boolean idle = t.sndNxt == t.sndUna;
        if (t.urgent.isUrgent(t.sndNxt) || t.closing.finDue() && length == unsent) {
            return null;
        }
        if (length == unsent) {
            // All that there is. (2): [SND.NXT = SND.UNA and] PUSHed and D <= U
            return corked || more ? Rule.CORKED : idle || noDelay ? null : Rule.NAGLE;
        }
        if (!t.settings.sillyWindowAvoidance()) {
            return null;
        }
        // (3): [SND.NXT = SND.UNA and] min(D, U) >= Fs * Max(SND.WND), Fs = 1/2
        return (idle || noDelay) && length >= t.maxSndWnd / 2 ? null : Rule.SILLY_WINDOW;
    }

    private void heldBack(@Nullable Rule rule) {
        if (rule != null && rule != heldBack) {
            t.effects.heldBack(rule);
        }
        heldBack = rule;
    }

    // ---- what waits for what

    private void settle() {
        boolean outstanding = !t.sender.sent.isEmpty();
        if (outstanding) {
            t.retransmission.outstanding();
            t.tail.settle();
        } else {
            t.persist.settle(heldBack);
        }
        boolean allSent = unsent() == 0 || heldBack == Rule.NAGLE;
        Counters.Limit limit = heldBack == Rule.ZERO_WINDOW || heldBack == Rule.SILLY_WINDOW
                ? Counters.Limit.RECEIVE_WINDOW
                : wasFull && allSent ? Counters.Limit.SEND_BUFFER : Counters.Limit.NONE;
        t.counters.busy(outstanding || heldBack != null, limit, t.now);
    }
}
