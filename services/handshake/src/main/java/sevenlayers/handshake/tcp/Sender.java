package sevenlayers.handshake.tcp;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.congestion.CongestionControl;
import sevenlayers.handshake.tcp.congestion.CongestionControls;
import sevenlayers.handshake.tcp.recovery.DeliveryRate;
import sevenlayers.handshake.tcp.recovery.LossDetection;
import sevenlayers.handshake.tcp.recovery.LossDetections;
import sevenlayers.handshake.tcp.recovery.RttEstimator;
import sevenlayers.handshake.tcp.recovery.SentQueue;
import sevenlayers.handshake.tcp.recovery.SentSegment;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.tcp.SackBlock;
import sevenlayers.wire.tcp.SequenceNumbers;
import sevenlayers.wire.tcp.TcpFlags;
import sevenlayers.wire.tcp.TcpSegment;

/** What the sender learns from acknowledgments: what has arrived, how long it took, what is lost, and how much may be in flight. */
final class Sender implements LossDetection.Heard, SentQueue.Sacked {
    private static final long GRANULARITY_NANOS = 1_000_000;
    /** RFC 7323 §2.3: no window that is offered is larger than 2^30. A larger one is that of no control at all. */
    private static final int LARGEST_WINDOW = 1 << 30;

    /** {@code tcpi_ca_state}, in its order. */
    enum Recovery {
        OPEN,
        DISORDER,
        /** The window was reduced because of a mark. */
        REDUCED,
        FAST,
        LOSS
    }

    private final Tcb t;
    final DeliveryRate rate = new DeliveryRate();
    final SentQueue sent = new SentQueue(this::lost);
    final RttEstimator rtt;
    final FlightView flight;
    private CongestionControl congestion;
    private LossDetection detection;

    private Recovery recovery = Recovery.OPEN;
    /** SND.NXT when it began: what lies before it was reduced for already. */
    private int recoveryPoint;

    private int duplicateAcks;
    private boolean partialAck;
    /** Without SACK each duplicate ACK says that some segment has left the network, not which (RFC 5681 §3.2 step 4). */
    private int leftTheNetwork;

    private boolean lossesDue;
    private @Nullable Rule lossRule;
    private final SpuriousTimeout spurious;

    // of the acknowledgment that is being dealt with
    private @Nullable SentSegment latestDelivered;
    private boolean ambiguous;
    private boolean duplicateReported;

    Sender(Tcb t) {
        this.t = t;
        TcpSettings s = t.settings;
        rtt = new RttEstimator(s.initialRtoNanos(), s.minimumRtoNanos(), leastVariation(s));
        congestion = control(t.options.ownMss(), false);
        detection = LossDetections.named(s.lossRecovery(), false);
        spurious = new SpuriousTimeout(t);
        flight = new FlightView(t);
        flight.begin(t.iss);
    }

    private static long leastVariation(TcpSettings settings) {
        return settings.minimumOfVariation() ? settings.minimumRtoNanos() : GRANULARITY_NANOS;
    }

    private CongestionControl control(int smss, boolean synWasLost) {
        int segments = t.settings.initialWindowSegments();
        int initial = synWasLost
                ? smss // RFC 5681 §3.1: a lost SYN or SYN+ACK: one segment
                : segments == TcpSettings.FROM_MTU ? CongestionControls.initialWindow(smss) : segments * smss;
        return CongestionControls.named(t.settings.congestionControl(), initial);
    }

    /** Both SYNs are known, and with them the size of a segment and what the other end understands. */
    void established(boolean synWasLost) {
        if (synWasLost) {
            rtt.synWasLost(); // RFC 6298 §5.7
        }
        congestion = control(smss(), synWasLost);
        detection = LossDetections.named(t.settings.lossRecovery(), t.options.sack());
        flight.begin(t.sndNxt);
        t.effects.sampled(Rule.HANDSHAKE_COMPLETE);
    }

    CongestionControl congestion() {
        return congestion;
    }

    /** As kernels do it: the other algorithm goes on with the same window and threshold, where both have such. */
    void use(String name) {
        if (!name.equals(congestion.name())) {
            CongestionControl before = congestion;
            congestion = before.cwnd() > LARGEST_WINDOW
                    ? CongestionControls.named(name, CongestionControls.initialWindow(smss()))
                    : CongestionControls.named(name, before.cwnd());
            congestion.takeOver(before.ssthresh());
        }
    }

    Recovery recovery() {
        return recovery == Recovery.OPEN && (duplicateAcks > 0 || sent.anySacked()) ? Recovery.DISORDER : recovery;
    }

    /** An acknowledgment of what was sent: SND.UNA <= SEG.ACK <= SND.NXT (RFC 9293 §3.10.7.4, fifth). */
    void acknowledged(TcpSegment segment) {
        int windowBefore = t.sndWnd;
        boolean outstanding = t.sndUna != t.sndNxt;
        t.counters.lastAckReceivedNanos = t.now;
        partialAck = false;
        latestDelivered = null;
        ambiguous = false;
        duplicateReported = false;
        applicationLimited();
        rate.begin();
        boolean otherWindow = updateWindow(segment);
        int news = t.options.sack() ? sacks(segment) : 0;
        if (SequenceNumbers.greater(segment.acknowledgmentNumber(), t.sndUna)) {
            advance(segment);
        } else if (outstanding && !t.persist.isProbing() && isDuplicate(segment, windowBefore, news)) {
            duplicateAcks++;
            leftTheNetwork += t.options.sack() ? 0 : 1;
        }
        if (otherWindow) {
            // Told only now: the window counts from the number that this segment acknowledges.
            t.effects.buffersChanged(Rule.WINDOW_CHANGED);
        }
        t.persist.answered();
        t.tail.acknowledged(segment.acknowledgmentNumber());
        t.ecn.acknowledged(segment);
        if (outstanding && !t.persist.isProbing()) {
            detectLosses();
        }
        rate.end(rtt.shortestNanos());
        congestion.sampled(rate, flight);
    }

    /**
     * §3.10.7.4: SND.WL1 < SEG.SEQ, or SND.WL1 = SEG.SEQ and SND.WL2 =< SEG.ACK: an old segment must not change the window. Returns whether
     * it is another one.
     */
    private boolean updateWindow(TcpSegment segment) {
        boolean newer = SequenceNumbers.less(t.sndWl1, segment.sequenceNumber())
                || t.sndWl1 == segment.sequenceNumber()
                        && SequenceNumbers.lessOrEqual(t.sndWl2, segment.acknowledgmentNumber());
        int before = t.sndWnd;
        if (newer) {
            setWindow(segment);
        }
        if (before != t.sndWnd && t.sndWnd > 0) {
            t.persist.windowOpened();
        }
        return before != t.sndWnd;
    }

    void setWindow(TcpSegment segment) {
        t.sndWnd = t.options.window(segment);
        t.maxSndWnd = Math.max(t.maxSndWnd, t.sndWnd);
        t.sndWl1 = segment.sequenceNumber();
        t.sndWl2 = segment.acknowledgmentNumber();
    }

    private int sacks(TcpSegment segment) {
        List<SackBlock> blocks = segment.options().sackBlocks();
        if (blocks.isEmpty()) {
            return 0;
        }
        SackBlock first = blocks.getFirst();
        boolean before = SequenceNumbers.lessOrEqual(first.right(), segment.acknowledgmentNumber());
        boolean inside = blocks.size() > 1
                && SequenceNumbers.lessOrEqual(blocks.get(1).left(), first.left())
                && SequenceNumbers.lessOrEqual(first.right(), blocks.get(1).right());
        if (before || inside) {
            t.counters.duplicatesReported++; // RFC 2883 §4.1, §4.2
            duplicateReported = true;
        }
        return sent.sacked(blocks, t.sndUna, t.sndNxt, this);
    }

    @Override
    public void sacked(SentSegment segment) {
        delivered(segment);
    }

    private void delivered(SentSegment segment) {
        t.counters.delivered++;
        rate.delivered(segment, t.now);
        detection.delivered(segment, t.now, rtt.shortestNanos());
        if (segment.retransmitted()) {
            ambiguous = true;
        } else {
            latestDelivered = segment;
        }
    }

    /** RFC 5681 §2: data outstanding, none in it, no SYN or FIN, the same number and window. With SACK: news (RFC 6675 §2). */
    private boolean isDuplicate(TcpSegment segment, int windowBefore, int news) {
        if (t.options.sack()) {
            return news > 0;
        }
        return segment.payload().isEmpty()
                && !segment.has(TcpFlags.FIN)
                && segment.acknowledgmentNumber() == t.sndUna
                && t.options.window(segment) == windowBefore;
    }

    private void advance(TcpSegment segment) {
        int acknowledgment = segment.acknowledgmentNumber();
        flight.acknowledged(acknowledgment);
        t.sndUna = acknowledgment;
        int segments = 0;
        for (SentSegment s = sent.acknowledge(acknowledgment); s != null; s = sent.acknowledge(acknowledgment)) {
            segments++;
            if (!s.sacked()) {
                delivered(s);
            }
        }
        int bytes = t.sendBuffer.acknowledged(acknowledgment);
        t.counters.bytesAcknowledged += bytes;
        t.urgent.acknowledged();
        measure(segment);
        spurious.acknowledged(segment);
        rtt.progressed();
        progress(acknowledgment, bytes, segments);
        t.retransmission.progressed();
        t.userTimeout.progressed();
        t.tail.touched();
        t.effects.sampled(Rule.ACKNOWLEDGED);
        t.output.acknowledged(bytes);
    }

    /** RFC 6298 §3, Karn: no measurement of what was sent twice, unless a timestamp tells which sending it was. */
    private void measure(TcpSegment segment) {
        SentSegment latest = latestDelivered;
        if (!ambiguous && latest != null) {
            rtt.sample(Math.max(1, t.now - latest.sentAtNanos()));
        } else if (ambiguous) {
            long echoed = t.timestamps.echoedAgoNanos(segment);
            if (echoed > 0) {
                rtt.sample(echoed);
            }
        }
    }

    private void progress(int acknowledgment, int bytes, int segments) {
        boolean over = SequenceNumbers.greaterOrEqual(acknowledgment, recoveryPoint);
        boolean slowStart = congestion.cwnd() < congestion.ssthresh();
        switch (recovery) {
            case FAST -> {
                partialAck = !over;
                if (over || detection.name().equals("reno")) {
                    congestion.recovered(flight);
                    leave(Rule.RECOVERED);
                } else {
                    leftTheNetwork = Math.max(0, leftTheNetwork - Math.max(0, segments - 1));
                    if (slowStart && bytes > 0) {
                        congestion.acknowledged(bytes, flight); // Tahoe has begun anew already
                    }
                }
            }
            case REDUCED -> {
                if (over) {
                    leave(Rule.RECOVERED);
                }
            }
            case LOSS, OPEN, DISORDER -> {
                if (bytes > 0) {
                    congestion.acknowledged(bytes, flight);
                }
                if (over && recovery == Recovery.LOSS) {
                    congestion.timeoutRepaired(flight);
                    leave(Rule.RECOVERED);
                }
                leftTheNetwork = 0;
            }
        }
        duplicateAcks = 0;
    }

    private void leave(Rule rule) {
        if (recovery != Recovery.REDUCED) {
            detection.recovered();
        }
        recovery = Recovery.OPEN;
        leftTheNetwork = 0;
        t.effects.sampled(rule);
    }

    private void detectLosses() {
        Rule found = detection.detect(sent, this);
        if (found != null) {
            lost(found);
        }
        long reordering = detection.reorderingTimeoutNanos();
        if (reordering > 0) {
            t.timers.arm(TcpTimer.REORDERING, t.now + reordering, Rule.REORDERING_TIMER);
        } else {
            t.timers.cancel(TcpTimer.REORDERING, Rule.ACKNOWLEDGED);
        }
    }

    private void lost(SentSegment segment) {
        rate.lost(segment);
        congestion.lost(segment, rate, flight);
    }

    private void lost(Rule rule) {
        lossesDue = true;
        lossRule = rule;
        if (recovery == Recovery.OPEN || recovery == Recovery.DISORDER) {
            congestion.lossDetected(flight);
            spurious.reduced();
        }
        if (recovery != Recovery.FAST && recovery != Recovery.LOSS) {
            recovery = Recovery.FAST;
            recoveryPoint = t.sndNxt;
            t.tail.forget();
            t.output.retransmitFirstDue(rule); // RFC 5681 §3.2 step 3: whatever the window says
            t.effects.sampled(rule);
        }
    }

    void reorderingTimeout() {
        duplicateReported = false;
        detectLosses();
    }

    /** Once for each window; returns whether the window was reduced. */
    boolean congestionMarked(Rule rule) {
        if (recovery != Recovery.OPEN && recovery != Recovery.DISORDER) {
            return false;
        }
        congestion.congestionMarked(flight);
        recovery = Recovery.REDUCED;
        recoveryPoint = t.sndNxt;
        t.effects.sampled(rule);
        return true;
    }

    /** The retransmission timer has fired: all that is not known to have arrived is taken for lost. */
    void timedOut(boolean again) {
        congestion.timedOut(flight, again);
        SentSegment first = sent.first();
        // RFC 2018 §8: where the receiver has thrown away what it had reported, all such reports are void.
        sent.markAllLost(first != null && first.sacked());
        recovery = Recovery.LOSS;
        recoveryPoint = t.sndNxt;
        duplicateAcks = 0;
        leftTheNetwork = 0;
        lossesDue = true;
        lossRule = Rule.RETRANSMIT_LOST;
        spurious.timedOut(again);
        t.tail.forget();
        t.timers.cancel(TcpTimer.REORDERING, Rule.RETRANSMISSION_TIMEOUT);
    }

    /** A probe has repaired the only loss of its flight: the window answers as it does to any other. */
    void tailLossRepaired(Rule rule) {
        if (recovery == Recovery.OPEN) {
            congestion.lossDetected(flight);
            congestion.recovered(flight);
            t.effects.sampled(rule);
        }
    }

    /** What was reduced for was no loss. */
    void undo(Rule rule) {
        congestion.undo();
        detection.recovered();
        recovery = Recovery.OPEN;
        t.effects.sampled(rule);
    }

    /** A segment is about to leave, for the first time or again. */
    void sending(SentSegment segment) {
        if ((segment.flags() & TcpFlags.SYN) == 0) {
            congestion.sending(rate, flight);
            rate.sent(segment, t.now, pipe());
            t.pacing.sent(segment.length());
        }
    }

    /** Something may be about to be sent: notes whether the program had left the network without data until now. */
    void applicationLimited() {
        // Less than a full segment counts as nothing, since Nagle's algorithm may keep it back.
        if (t.output.unsent() < smss() && pipe() < congestion.cwnd() && sent.due() == 0) {
            rate.applicationLimited(pipe());
        }
    }

    /** The next segment that is due again; null where none is. */
    @Nullable
    SentSegment nextDue() {
        SentSegment due = lossesDue ? sent.firstDue() : null;
        lossesDue = due != null;
        return due;
    }

    Rule lossRule() {
        return lossRule == null ? Rule.RETRANSMIT_LOST : lossRule;
    }

    /** Segments were taken for lost without being it: a probe's byte, or what was too large for the path. */
    void sendAgain(Rule rule) {
        lossesDue = true;
        lossRule = rule;
    }

    /** The path takes less: segments that are larger are cut, and sent again (RFC 1191 §6.4). No congestion was shown by it. */
    void split(int smss, Rule rule) {
        for (int i = 0; i < sent.size(); i++) {
            boolean cut = false;
            while (!sent.at(i).sacked() && dataLength(sent.at(i)) > smss) {
                sent.split(i, smss);
                sent.markDue(sent.at(i));
                i++;
                cut = true;
            }
            if (cut) {
                sent.markDue(sent.at(i));
                sendAgain(rule);
            }
        }
    }

    private static int dataLength(SentSegment segment) {
        return segment.length() - (segment.flags() & TcpFlags.FIN);
    }

    /** Nothing was ever sent. */
    void forget() {
        while (sent.acknowledge(t.sndNxt) != null) {
            // one after the other
        }
    }

    /** Bytes that are thought to be in the network. */
    int pipe() {
        return Math.max(0, sent.bytesInFlight() - leftTheNetwork * smss());
    }

    boolean limitedTransmit() {
        return duplicateAcks > 0 && duplicateAcks < LossDetection.DUPLICATE_THRESHOLD && recovery == Recovery.OPEN;
    }

    @Override
    public long nowNanos() {
        return t.now;
    }

    @Override
    public int smss() {
        return t.segments.smss();
    }

    @Override
    public long smoothedRttNanos() {
        return rtt.smoothedNanos();
    }

    @Override
    public boolean duplicateReported() {
        return duplicateReported;
    }

    @Override
    public int unacknowledged() {
        return t.sndUna;
    }

    @Override
    public int next() {
        return t.sndNxt;
    }

    @Override
    public int duplicateAcks() {
        return duplicateAcks;
    }

    @Override
    public boolean partialAck() {
        return partialAck;
    }
}
