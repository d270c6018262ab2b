package sevenlayers.handshake.tcp;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.tcp.SequenceNumbers;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpSegment;

/** RFC 9293 §3.10.7.4: a segment arrives in SYN-RECEIVED or any state after it. The steps stand in the order in which the RFC has them. */
final class SegmentArrival {
    private final Tcb t;

    SegmentArrival(Tcb t) {
        this.t = t;
    }

    void arrived(TcpSegment whole, int ecn) {
        t.keepalive.heard();
        TcpSegment segment = crossedSyn(whole);
        if (segment == null
                || !isTimely(segment)
                || !isInWindow(segment)
                || resets(segment)
                || synArrives(segment)
                || !acknowledges(segment)) {
            return;
        }
        t.ecn.arrived(segment, ecn);
        textAndFin(segment);
        if (t.state != TcpState.CLOSED) {
            t.output.run();
            t.acks.settle();
        }
    }

    /** What is left of the zero window's exception, of a SYN+ACK after a simultaneous open, or of any other segment: all of it. */
    private @Nullable TcpSegment crossedSyn(TcpSegment segment) {
        boolean same = t.state == TcpState.SYN_RECEIVED
                && segment.has(TcpFlags.SYN)
                && !segment.has(TcpFlags.RST)
                && segment.sequenceNumber() == t.irs;
        if (!same) {
            return segment;
        }
        if (!segment.has(TcpFlags.ACK)) {
            t.segments.syn(true, true, Rule.SYN_AGAIN);
            return null;
        }
        return withoutSyn(segment); // §3.5, figure 7: MUST-10, each end's SYN comes twice
    }

    static TcpSegment withoutSyn(TcpSegment s) {
        return new TcpSegment(
                s.sourcePort(),
                s.destinationPort(),
                s.sequenceNumber() + 1,
                s.acknowledgmentNumber(),
                s.flags() & ~TcpFlags.SYN,
                s.window(),
                s.urgentPointer(),
                s.options(),
                s.payload());
    }

    private static TcpSegment withoutText(TcpSegment s) {
        return new TcpSegment(
                s.sourcePort(),
                s.destinationPort(),
                s.sequenceNumber(),
                s.acknowledgmentNumber(),
                s.flags() & ~TcpFlags.FIN,
                s.window(),
                s.urgentPointer(),
                s.options(),
                Bytes.EMPTY);
    }

    // ---- RFC 7323 §5.3, R1

    private boolean isTimely(TcpSegment segment) {
        if (segment.has(TcpFlags.RST)) {
            return true;
        }
        if (t.timestamps.isOld(segment)) {
            answerOutsider(segment, Rule.OLD_TIMESTAMP);
            return false;
        }
        if (t.options.timestamps() && !segment.options().hasTimestamps()) {
            t.effects.discarded(segment, Rule.TIMESTAMP_MISSING);
            return false;
        }
        return true;
    }

    // ---- first: the sequence number

    private boolean isInWindow(TcpSegment segment) {
        if (isAcceptable(segment)) {
            t.timestamps.arrived(segment);
            return true;
        }
        if (segment.has(TcpFlags.RST)) {
            t.effects.discarded(segment, Rule.OUTSIDE_WINDOW);
            return false;
        }
        if (t.rcvWnd() == 0
                && segment.sequenceNumber() == t.rcvNxt
                && segment.has(TcpFlags.ACK)
                && !segment.has(TcpFlags.SYN)) {
            // MUST-66: with a closed window, the ACK and URG of segments that are otherwise right count.
            t.timestamps.arrived(segment);
            t.acks.now(Rule.OUTSIDE_WINDOW);
            TcpSegment rest = withoutText(segment);
            if (acknowledges(rest)) {
                t.urgent.arrived(rest);
                t.output.run();
                t.acks.settle();
            }
            return false;
        }
        t.closing.finAgain(segment);
        answerOutsider(segment, Rule.OUTSIDE_WINDOW);
        return false;
    }

    /** §3.4, table 6. */
    private boolean isAcceptable(TcpSegment segment) {
        int length = segment.sequenceLength();
        int window = t.rcvWnd();
        int first = segment.sequenceNumber();
        if (window == 0) {
            return length == 0 && first == t.rcvNxt;
        }
        return SequenceNumbers.within(first, t.rcvNxt, window)
                || length > 0 && SequenceNumbers.within(first + length - 1, t.rcvNxt, window);
    }

    /** {@code <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>}; a segment without text cannot draw more of them than a second has. */
    private void answerOutsider(TcpSegment segment, Rule rule) {
        t.effects.discarded(segment, rule);
        if (segment.sequenceLength() == 0) {
            t.challenges.send(rule);
            return;
        }
        int end = segment.sequenceNumber() + segment.payload().length();
        if (SequenceNumbers.lessOrEqual(end, t.rcvNxt)) {
            t.text.repeated(segment.sequenceNumber(), end);
        }
        t.segments.acknowledge(rule);
    }

    // ---- second: RST

    private boolean resets(TcpSegment segment) {
        if (!segment.has(TcpFlags.RST)) {
            return false;
        }
        if (segment.sequenceNumber() != t.rcvNxt) {
            // RFC 5961 §3.2: in the window, but not exactly what is expected
            t.effects.discarded(segment, Rule.CHALLENGE_RESET);
            t.challenges.send(Rule.CHALLENGE_RESET);
            return true;
        }
        switch (t.state) {
            case SYN_RECEIVED -> {
                if (t.passive) {
                    t.closing.backToListen(Rule.RESET_IN_SYN_RECEIVED);
                } else {
                    t.closing.fail(TcpNotification.REFUSED, Rule.RESET_REFUSED);
                }
            }
            case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT ->
                t.closing.fail(TcpNotification.RESET, Rule.RESET_RECEIVED);
            case CLOSING, LAST_ACK, TIME_WAIT -> t.closing.closed(Rule.RESET_RECEIVED);
            case CLOSED, LISTEN, SYN_SENT -> throw new IllegalStateException(t.state.text());
        }
        return true;
    }

    // ---- fourth: SYN (the third, security, is of no use any more)

    private boolean synArrives(TcpSegment segment) {
        if (!segment.has(TcpFlags.SYN)) {
            return false;
        }
        t.effects.discarded(segment, Rule.CHALLENGE_SYN);
        if (t.state == TcpState.SYN_RECEIVED && t.passive) {
            t.closing.backToListen(Rule.SYN_AGAIN_IN_SYN_RECEIVED);
        } else {
            t.challenges.send(Rule.CHALLENGE_SYN); // RFC 5961 §4.2
        }
        return true;
    }

    // ---- fifth: ACK

    private boolean acknowledges(TcpSegment segment) {
        if (!segment.has(TcpFlags.ACK)) {
            t.effects.discarded(segment, Rule.WITHOUT_ACK);
            return false;
        }
        int acknowledgment = segment.acknowledgmentNumber();
        boolean ofWhatWasSent = SequenceNumbers.lessOrEqual(acknowledgment, t.sndNxt);
        boolean opening = t.sndUna == t.iss;
        if (opening) {
            if (!ofWhatWasSent || SequenceNumbers.lessOrEqual(acknowledgment, t.sndUna)) {
                t.effects.discarded(segment, Rule.ACK_NOT_OF_OUR_SYN);
                t.segments.reset(acknowledgment, Rule.ACK_NOT_OF_OUR_SYN);
                return false;
            }
            established(segment);
        }
        // RFC 5961 §5.2: SND.UNA - MAX.SND.WND <= SEG.ACK <= SND.NXT
        if (!ofWhatWasSent || SequenceNumbers.less(acknowledgment, t.sndUna - t.maxSndWnd)) {
            t.effects.discarded(segment, Rule.CHALLENGE_ACK);
            t.challenges.send(Rule.CHALLENGE_ACK);
            return false;
        }
        if (SequenceNumbers.greaterOrEqual(acknowledgment, t.sndUna)) {
            t.sender.acknowledged(segment);
        }
        return t.closing.acknowledged();
    }

    private void established(TcpSegment segment) {
        t.sender.setWindow(segment);
        t.sender.established(t.retransmission.timeouts() > 0);
        if (t.state == TcpState.SYN_RECEIVED) {
            TcpState next = t.closing.writerClosed() ? TcpState.FIN_WAIT_1 : TcpState.ESTABLISHED;
            t.state(TcpState.ESTABLISHED, Rule.HANDSHAKE_COMPLETE);
            if (next != TcpState.ESTABLISHED) {
                t.state(next, Rule.SYN_RECEIVED_CLOSED);
            }
        }
        t.keepalive.established();
        t.effects.notified(TcpNotification.CONNECTED, Rule.HANDSHAKE_COMPLETE);
        if (t.receiveBuffer.readable() > 0) {
            t.effects.notified(TcpNotification.READABLE, Rule.HANDSHAKE_COMPLETE);
        }
    }

    // ---- sixth: URG; seventh: the text; eighth: FIN

    void textAndFin(TcpSegment segment) {
        if (!t.state.mayReceive()) {
            return; // the other end has sent its FIN: there is nothing that it may say
        }
        boolean news = !segment.payload().isEmpty()
                && SequenceNumbers.greater(
                        segment.sequenceNumber() + segment.payload().length(), t.rcvNxt);
        if (t.closing.readerGone() && news) {
            // §3.6.1: nobody will read it, and the other end must learn of it.
            t.segments.reset(segment.acknowledgmentNumber(), Rule.DATA_AFTER_CLOSE);
            t.closing.closed(Rule.DATA_AFTER_CLOSE);
            return;
        }
        t.urgent.arrived(segment);
        t.text.arrived(segment);
    }
}
