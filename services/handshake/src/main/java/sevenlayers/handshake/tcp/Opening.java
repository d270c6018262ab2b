package sevenlayers.handshake.tcp;

import sevenlayers.handshake.tcp.recovery.SentSegment;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.ipv4.Ecn;
import sevenlayers.wire.tcp.SequenceNumbers;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpSegment;

/** The way to a connection: both opens (RFC 9293 §3.10.1), and segments in CLOSED, LISTEN and SYN-SENT (§3.10.7.1 to §3.10.7.3). */
final class Opening {
    private final Tcb t;
    private final SegmentArrival arrival;

    Opening(Tcb t, SegmentArrival arrival) {
        this.t = t;
        this.arrival = arrival;
    }

    void listen() {
        if (t.state == TcpState.CLOSED) {
            t.passive = true;
            t.state(TcpState.LISTEN, Rule.PASSIVE_OPEN);
        }
    }

    void open() {
        if (t.state != TcpState.CLOSED && t.state != TcpState.LISTEN) {
            return;
        }
        Rule rule = t.state == TcpState.LISTEN ? Rule.OPEN_AGAIN : Rule.ACTIVE_OPEN;
        t.passive = false;
        synLeaves();
        t.state(TcpState.SYN_SENT, rule);
        t.segments.syn(false, false, rule);
        t.retransmission.outstanding();
    }

    private void synLeaves() {
        t.sndNxt = t.iss + 1;
        t.sender.sent.add(new SentSegment(t.iss, t.sndNxt, TcpFlags.SYN, t.now));
    }

    // ---- §3.10.7.1

    void arrivedInClosed(TcpSegment segment) {
        t.effects.discarded(segment, Rule.NO_CONNECTION);
        TcpSegment answer = Resets.answer(segment);
        if (answer != null) {
            t.counters.segmentsOut++;
            t.effects.emit(answer, Ecn.NOT_ECT, false, Rule.NO_CONNECTION);
        }
    }

    // ---- §3.10.7.2

    void arrivedInListen(TcpSegment segment) {
        if (segment.has(TcpFlags.RST)) {
            t.effects.discarded(segment, Rule.RESET_IGNORED); // first: nothing has been sent that it could be about
        } else if (segment.has(TcpFlags.ACK)) {
            t.effects.discarded(segment, Rule.ACK_IN_LISTEN); // second
            t.segments.reset(segment.acknowledgmentNumber(), Rule.ACK_IN_LISTEN);
        } else if (segment.has(TcpFlags.SYN)) {
            synArrives(segment); // third
            t.ecn.synArrived(segment);
            t.sender.setWindow(segment);
            synLeaves();
            t.state(TcpState.SYN_RECEIVED, Rule.SYN_IN_LISTEN);
            if (!segment.payload().isEmpty()) {
                // "Any other incoming control or data (combined with SYN) will be processed in the SYN-RECEIVED state."
                t.text.arrived(withoutFin(SegmentArrival.withoutSyn(segment)));
            }
            t.segments.syn(true, false, Rule.SYN_IN_LISTEN);
            t.retransmission.outstanding();
        } else {
            t.effects.discarded(segment, Rule.NOT_A_SYN); // fourth
        }
    }

    private static TcpSegment withoutFin(TcpSegment s) {
        // It comes again with the data that follows; a connection that nobody has accepted is not closed.
        return new TcpSegment(
                s.sourcePort(),
                s.destinationPort(),
                s.sequenceNumber(),
                s.acknowledgmentNumber(),
                s.flags() & ~TcpFlags.FIN,
                s.window(),
                s.urgentPointer(),
                s.options(),
                s.payload());
    }

    private void synArrives(TcpSegment syn) {
        int offered = Math.max(t.rcvWnd(), Math.min(0xffff, t.receiveBuffer.free()));
        t.irs = syn.sequenceNumber();
        t.rcvNxt = t.irs + 1;
        t.rcvAdv = t.rcvNxt + offered;
        t.options.learn(syn);
        t.timestamps.learnFromSyn(syn);
    }

    // ---- §3.10.7.3

    void arrivedInSynSent(TcpSegment segment, int ecn) {
        boolean ack = segment.has(TcpFlags.ACK);
        int acknowledgment = segment.acknowledgmentNumber();
        boolean acceptable = ack
                && SequenceNumbers.greater(acknowledgment, t.iss)
                && SequenceNumbers.lessOrEqual(acknowledgment, t.sndNxt);
        if (ack && !acceptable) { // first
            t.effects.discarded(segment, Rule.ACK_OF_NOTHING_SENT);
            if (!segment.has(TcpFlags.RST)) {
                t.segments.reset(acknowledgment, Rule.ACK_OF_NOTHING_SENT);
            }
        } else if (segment.has(TcpFlags.RST)) { // second
            if (acceptable) {
                t.closing.fail(TcpNotification.REFUSED, Rule.RESET_REFUSED);
            } else {
                t.effects.discarded(segment, Rule.RESET_IGNORED);
            }
        } else if (!segment.has(TcpFlags.SYN)) { // fifth
            t.effects.discarded(segment, Rule.NEITHER_SYN_NOR_RESET);
        } else if (acceptable) { // fourth
            synArrives(segment);
            t.ecn.synAckArrived(segment);
            established(segment, ecn);
        } else {
            synArrives(segment);
            t.ecn.synArrived(segment);
            t.sender.setWindow(segment);
            t.state(TcpState.SYN_RECEIVED, Rule.SIMULTANEOUS_OPEN);
            t.segments.syn(true, false, Rule.SIMULTANEOUS_OPEN);
        }
    }

    private void established(TcpSegment synAck, int ecn) {
        t.sender.setWindow(synAck);
        t.sender.established(t.retransmission.timeouts() > 0);
        t.state(TcpState.ESTABLISHED, Rule.SYN_ACKNOWLEDGED);
        t.sender.acknowledged(synAck);
        t.keepalive.heard();
        t.keepalive.established();
        t.acks.now(Rule.SYN_ACKNOWLEDGED);
        t.effects.notified(TcpNotification.CONNECTED, Rule.SYN_ACKNOWLEDGED);
        TcpSegment rest = SegmentArrival.withoutSyn(synAck);
        t.ecn.arrived(rest, ecn);
        arrival.textAndFin(rest);
        t.output.run();
        t.acks.settle();
    }
}
