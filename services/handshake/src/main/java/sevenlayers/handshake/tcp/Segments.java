package sevenlayers.handshake.tcp;

import java.util.ArrayList;
import java.util.List;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.ipv4.Ecn;
import sevenlayers.wire.tcp.SackBlock;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpOption;
import sevenlayers.wire.tcp.TcpOptions;
import sevenlayers.wire.tcp.TcpSegment;

/** Makes segments, and lets them go. */
final class Segments {
    private static final TcpOption NOP = new TcpOption.NoOperation();
    private static final int TIMESTAMPS = 12;
    private static final int SACK_HEAD = 4;
    private static final int SACK_BLOCK = 8;

    private final Tcb t;

    Segments(Tcb t) {
        this.t = t;
    }

    /** How much data a segment has room for beside the options that it would have now (RFC 6691 §2). */
    int room() {
        return t.options.sendMss() - fixedOptions() - sackLength(mostBlocks());
    }

    /** The same without selective acknowledgments, which come and go: SMSS. */
    int smss() {
        return t.options.sendMss() - fixedOptions();
    }

    private int fixedOptions() {
        return t.options.timestamps() ? TIMESTAMPS : 0;
    }

    private static int sackLength(int blocks) {
        return blocks == 0 ? 0 : SACK_HEAD + SACK_BLOCK * blocks;
    }

    private int mostBlocks() {
        if (!t.options.sack()) {
            return 0;
        }
        int known = t.reassembly.blocks().size() + (t.text.duplicate() == null ? 0 : 1);
        return Math.min(known, t.options.timestamps() ? 3 : 4);
    }

    void syn(boolean answer, boolean again, Rule rule) {
        int flags = TcpFlags.SYN | (answer ? TcpFlags.ACK | t.ecn.flagsOfSynAck() : t.ecn.flagsOfSyn(again));
        emit(flags, t.iss, Bytes.EMPTY, synOptions(answer), Ecn.NOT_ECT, again, rule);
    }

    private TcpOptions synOptions(boolean answer) {
        List<TcpOption> list = new ArrayList<>(8);
        list.add(new TcpOption.MaximumSegmentSize(t.options.ownMss()));
        boolean stamps = t.options.offersTimestamps(answer);
        boolean sack = t.options.offersSack(answer);
        if (stamps || sack) {
            if (!stamps || !sack) {
                list.add(NOP);
                list.add(NOP);
            }
            if (sack) {
                list.add(new TcpOption.SackPermitted());
            }
            if (stamps) {
                list.add(stamp());
            }
        }
        if (t.options.offersScale(answer)) {
            list.add(NOP);
            list.add(new TcpOption.WindowScale(t.options.ownShift()));
        }
        return TcpOptions.of(list);
    }

    private TcpOption stamp() {
        return new TcpOption.Timestamps(t.timestamps.value(), t.timestamps.echo());
    }

    /** A segment of an open connection: ACK, and what else these flags say. */
    void data(int flags, int sequenceNumber, Bytes payload, boolean again, Rule rule) {
        boolean newData = !again && !payload.isEmpty();
        emit(
                flags | TcpFlags.ACK | t.ecn.flags(newData),
                sequenceNumber,
                payload,
                options(payload.length()),
                t.ecn.codepoint(newData),
                again,
                rule);
    }

    /** {@code <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>} */
    void acknowledge(Rule rule) {
        data(0, t.sndNxt, Bytes.EMPTY, false, rule);
    }

    private TcpOptions options(int payloadLength) {
        int space = t.options.sendMss() - payloadLength - fixedOptions();
        int blocks = Math.min(mostBlocks(), (space - SACK_HEAD) / SACK_BLOCK);
        if (blocks <= 0 || payloadLength == 0 && space < SACK_HEAD + SACK_BLOCK) {
            return t.options.timestamps() ? TcpOptions.of(NOP, NOP, stamp()) : TcpOptions.NONE;
        }
        TcpOption sack = new TcpOption.Sack(blocks(blocks));
        return t.options.timestamps()
                ? TcpOptions.of(NOP, NOP, stamp(), NOP, NOP, sack)
                : TcpOptions.of(NOP, NOP, sack);
    }

    private List<SackBlock> blocks(int most) {
        List<SackBlock> blocks = new ArrayList<>(most);
        SackBlock duplicate = t.text.duplicate();
        if (duplicate != null) {
            blocks.add(duplicate); // RFC 2883 §4: the first block reports what came twice, in one ACK only
        }
        for (SackBlock block : t.reassembly.blocks()) {
            if (blocks.size() == most) {
                break;
            }
            blocks.add(block);
        }
        return blocks;
    }

    /** A reset carries no options, and a number that is right for its cause. */
    void reset(int sequenceNumber, Rule rule) {
        reset(TcpFlags.RST, sequenceNumber, 0, rule);
    }

    /** A reset that nobody has asked for, of a connection that is open: the program's wish, or that of time. */
    void abort(Rule rule) {
        if (t.settings.resetsAcknowledge()) {
            reset(TcpFlags.RST | TcpFlags.ACK, t.sndNxt, t.rcvNxt, rule);
        } else {
            reset(t.sndNxt, rule);
        }
    }

    private void reset(int flags, int sequenceNumber, int acknowledgment, Rule rule) {
        t.counters.segmentsOut++;
        t.effects.emit(
                segment(flags, sequenceNumber, acknowledgment, 0, 0, TcpOptions.NONE, Bytes.EMPTY),
                Ecn.NOT_ECT,
                false,
                rule);
    }

    private void emit(
            int flags, int sequenceNumber, Bytes payload, TcpOptions options, int codepoint, boolean again, Rule rule) {
        boolean syn = (flags & TcpFlags.SYN) != 0;
        int window = t.receiveWindow.advertise(syn);
        boolean urgent = !syn && t.urgent.isUrgent(sequenceNumber);
        t.counters.segmentsOut++;
        if (!payload.isEmpty()) {
            t.counters.dataSegmentsOut++;
            t.counters.bytesSent += payload.length();
            t.counters.lastDataSentNanos = t.now;
        }
        if (again) {
            t.counters.retransmissions++;
            t.counters.bytesRetransmitted += payload.length();
        }
        boolean acknowledges = (flags & TcpFlags.ACK) != 0;
        int acknowledgment = acknowledges ? t.rcvNxt : 0;
        if (acknowledges) {
            t.timestamps.ackSent(acknowledgment);
            t.acks.sent(payload.isEmpty() ? rule : Rule.PIGGYBACK);
        }
        t.effects.emit(
                segment(
                        urgent ? flags | TcpFlags.URG : flags,
                        sequenceNumber,
                        acknowledgment,
                        window,
                        urgent ? t.urgent.pointer(sequenceNumber) : 0,
                        options,
                        payload),
                codepoint,
                again,
                rule);
    }

    private TcpSegment segment(
            int flags, int sequence, int acknowledgment, int window, int urgent, TcpOptions options, Bytes payload) {
        return new TcpSegment(
                t.identity.localPort(),
                t.identity.remotePort(),
                sequence,
                acknowledgment,
                flags,
                window,
                urgent,
                options,
                payload);
    }
}
