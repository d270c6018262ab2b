package sevenlayers.handshake.tcp.congestion.bbr;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.congestion.CongestionControl;
import sevenlayers.handshake.tcp.recovery.DeliveryRate;
import sevenlayers.handshake.tcp.recovery.SentSegment;

/** The machine: probes the path's rate and its shortest round trip in turn, and sets the pacing rate and the window by what it finds. */
public final class Bbr implements CongestionControl {
    private static final double SECOND = 1e9;
    private static final long MILLISECOND_NANOS = 1_000_000;
    /** BBRStartupFullLossCnt */
    private static final int LOSSES_THAT_END_STARTUP = 6;
    /** §5.3.2: Drain is left after so many round trips at the latest. */
    private static final int DRAIN_ROUNDS = 3;
    /** BBR.ProbeRTTDuration */
    private static final long PROBE_RTT_NANOS = 200 * MILLISECOND_NANOS;
    /** §5.3.3.8.2: after so many round trips Reno has recovered from a loss at the rates that it is used for. */
    private static final int RENO_ROUNDS = 63;

    /** BBR.ack_phase: what the acknowledgments that come now were sent in. */
    private enum Acks {
        INIT,
        REFILLING,
        PROBE_STARTING,
        PROBE_FEEDBACK,
        PROBE_STOPPING
    }

    private final Rounds rounds = new Rounds();
    private final FullPipe fullPipe = new FullPipe();
    private final MaxBandwidth maxBandwidth = new MaxBandwidth();
    private final MinRtt minRtt = new MinRtt();
    private final AckAggregation aggregation = new AckAggregation(0);
    private final LatestRound latest = new LatestRound();
    private final LongTerm longTerm = new LongTerm();
    private final Control control;
    private ShortTerm shortTerm = ShortTerm.UNBOUNDED;

    private State state = State.STARTUP;
    private Acks acks = Acks.INIT;
    private boolean recovering;
    private long drainBeganInRound;
    private long cycleBeganNanos;
    private long probeWaitNanos;
    /** BBR.is_bw_probe_sample: what is lost now was sent while probing, and has not been answered yet. */
    private boolean probeSample;
    /** BBR.prev_probe_too_high */
    private boolean lastProbeLost;
    /** BBR.prev_probe_precautionary */
    private boolean lastProbeCautious;
    /** BBR.probe_rtt_done_stamp; 0: there is still too much in flight. */
    private long probeRttUntilNanos;

    private boolean probeRttRoundDone;
    private boolean restarts;
    private int lossesInRound;
    private int lastLostEnd;
    private Undo undo = new Undo(null, ShortTerm.UNBOUNDED, Double.POSITIVE_INFINITY);
    /** C.delivered, as it was told last. */
    private long delivered;

    /** What a loss has changed that may turn out to be none. */
    private record Undo(@Nullable State left, ShortTerm shortTerm, double longTerm) {}

    /** @param initialWindow in bytes */
    public Bbr(int initialWindow) {
        control = new Control(initialWindow, minRtt, longTerm);
    }

    @Override
    public String name() {
        return "bbr";
    }

    @Override
    public int cwnd() {
        return control.cwnd();
    }

    @Override
    public int ssthresh() {
        return Integer.MAX_VALUE; // there is none
    }

    @Override
    public String phase() {
        return state.text();
    }

    @Override
    public double pacingRate() {
        return control.pacingRate();
    }

    // ---- What happens (§5.2)

    /** HandleRestartFromIdle (§5.4.1). */
    @Override
    public void sending(DeliveryRate rate, Flight flight) {
        delivered = rate.delivered();
        if (flight.smoothedRttNanos() > 0) {
            control.rttIs(flight.smoothedRttNanos());
        }
        if (flight.inFlight() > 0 || !rate.isApplicationLimited()) {
            return;
        }
        restarts = true;
        aggregation.restart(flight.nowNanos());
        if (state.isProbeBandwidth()) {
            control.pace(1, fullPipe.reached());
        } else if (state == State.PROBE_RTT) {
            leaveProbeRttInTime(flight);
        }
    }

    /** UpdateOnACK (§5.2.3). */
    @Override
    public void sampled(DeliveryRate sample, Flight flight) {
        if (!sample.hasNews()) {
            return;
        }
        delivered = sample.delivered();
        latest.begin(sample);
        rounds.acknowledged(sample.priorDelivered(), delivered);
        maxBandwidth.sample(sample.bytesPerSecond(), sample.appLimited());
        adaptToLoss();
        aggregation.acknowledged(
                (int) sample.newlyDelivered(),
                control.bandwidth(),
                control.cwnd(),
                flight.nowNanos(),
                rounds.count(),
                fullPipe.reached());
        fullPipe.acknowledged(sample.bytesPerSecond(), rounds.begins(), sample.appLimited());
        endStartup(sample, flight);
        endDrain(flight);
        cycle(sample, flight);
        minRtt.acknowledged(sample.rttNanos(), flight.nowNanos());
        probeRtt(sample, flight);
        latest.end(sample);
        control.bandwidth(maxBandwidth.value(), shortTerm.rate());
        control.pace(state.pacingGain(), fullPipe.reached());
        control.window(state, sample, flight.smss(), aggregation.extra(), shortTerm.inFlight(), fullPipe.reached());
    }

    /** HandleLostPacket (§5.5.10.2). */
    @Override
    public void lost(SentSegment segment, DeliveryRate rate, Flight flight) {
        delivered = rate.delivered();
        lossesInRound += segment.start() == lastLostEnd ? 0 : 1;
        lastLostEnd = segment.end();
        noteLoss();
        if (!probeSample) {
            return;
        }
        long lost = rate.lost() - segment.lostBefore();
        int inFlightThen = segment.inFlightThen();
        if (LongTerm.isTooHigh(lost, inFlightThen, flight.selectiveAcks())) {
            probeLost(
                    LongTerm.inFlightAtLoss(inFlightThen, lost, segment.length()),
                    segment.isApplicationLimited(),
                    flight);
        }
    }

    /** OnEnterFastRecovery (§5.6.4.4); what was lost has been told already, one by one. */
    @Override
    public void lossDetected(Flight flight) {
        saveWindow();
        recovering = true;
    }

    /** The draft has no answer to ECN: a mark is one to the short-term model, as a loss is. */
    @Override
    public void congestionMarked(Flight flight) {
        noteLoss();
    }

    @Override
    public void recovered(Flight flight) {
        recovering = false;
        control.restore();
    }

    /** OnEnterRTO: all is lost, so that nothing is in flight, and one segment may be. */
    @Override
    public void timedOut(Flight flight, boolean again) {
        saveWindow();
        recovering = true;
        control.oneSegment(flight.smss());
    }

    @Override
    public void timeoutRepaired(Flight flight) {
        recovered(flight);
    }

    /** HandleSpuriousLossDetection (§5.5.11.2) */
    @Override
    public void undo() {
        recovering = false;
        control.restore();
        latest.forgetLoss();
        fullPipe.reset();
        shortTerm = shortTerm.or(undo.shortTerm());
        longTerm.raiseTo(undo.longTerm());
        State left = undo.left();
        if (left == State.STARTUP && state != State.STARTUP) {
            fullPipe.reached(false);
            if (state != State.PROBE_RTT) {
                state = State.STARTUP;
            }
        } else if (left == State.UP && state != State.UP && state != State.PROBE_RTT) {
            refill();
        }
        undo = new Undo(null, undo.shortTerm(), undo.longTerm());
    }

    @Override
    public void acknowledged(int bytes, Flight flight) {} // see sampled

    @Override
    public void idle(Flight flight) {} // see sending

    // ---- Startup and Drain (§5.3.1, §5.3.2)

    private void endStartup(DeliveryRate sample, Flight flight) {
        if (!fullPipe.reached() && lossIsHigh(sample, flight)) {
            undo = new Undo(State.STARTUP, undo.shortTerm(), undo.longTerm());
            fullPipe.reached(true);
            longTerm.set(Math.max(control.bdp(), latest.delivered()));
        }
        if (latest.ends()) {
            lossesInRound = 0;
        }
        if (state == State.STARTUP && fullPipe.reached()) {
            state = State.DRAIN;
            drainBeganInRound = rounds.count();
        }
    }

    /** CheckStartupHighLoss: for a whole round trip of recovery, too much of it, and in too many places for a burst. */
    private boolean lossIsHigh(DeliveryRate sample, Flight flight) {
        if (!flight.selectiveAcks()) {
            return recovering && latest.hasLoss();
        }
        return recovering
                && latest.ends()
                && lossesInRound >= LOSSES_THAT_END_STARTUP
                && LongTerm.isTooHigh(sample.lostSince(), sample.inFlightThen(), true);
    }

    private void endDrain(Flight flight) {
        boolean drained = flight.inFlight() <= control.filling(control.bandwidth(), state, flight.smss());
        if (state == State.DRAIN && (drained || rounds.count() > drainBeganInRound + DRAIN_ROUNDS)) {
            down(flight);
        }
    }

    // ---- ProbeBW (§5.3.3)

    private void down(Flight flight) {
        latest.reset();
        longTerm.stopGrowing();
        // PickProbeWait: by chance, so that flows which share a path do not probe at the same time.
        rounds.sinceProbeUp(flight.random() < 0.5 ? 0 : 1);
        probeWaitNanos = (long) ((2 + flight.random()) * SECOND);
        cycleBeganNanos = flight.nowNanos();
        acks = Acks.PROBE_STOPPING;
        rounds.restart(delivered);
        state = State.DOWN;
    }

    private void refill() {
        shortTerm = ShortTerm.UNBOUNDED;
        longTerm.refill();
        lastProbeCautious = false;
        acks = Acks.REFILLING;
        rounds.restart(delivered);
        state = State.REFILL;
    }

    private void up(DeliveryRate sample, Flight flight) {
        acks = Acks.PROBE_STARTING;
        rounds.restart(delivered);
        fullPipe.resetTo(sample.bytesPerSecond());
        state = State.UP;
        longTerm.raiseSlope(control.cwnd(), flight.smss());
    }

    /** UpdateProbeBWCyclePhase */
    private void cycle(DeliveryRate sample, Flight flight) {
        if (!fullPipe.reached() || adaptLongTerm(sample, flight)) {
            return;
        }
        switch (state) {
            case DOWN -> {
                if (isTimeToProbe(flight)) {
                    refill();
                } else if (isTimeToCruise(flight)) {
                    state = State.CRUISE;
                }
            }
            case CRUISE -> {
                if (isTimeToProbe(flight)) {
                    refill();
                }
            }
            case REFILL -> {
                if (rounds.begins()) {
                    probeSample = true;
                    up(sample, flight);
                }
            }
            case UP -> {
                if (isTimeToGoDown(sample, flight)) {
                    lastProbeLost = false; // not yet
                    down(flight);
                }
            }
            case STARTUP, DRAIN, PROBE_RTT -> {}
        }
    }

    private boolean isTimeToProbe(Flight flight) {
        double renoRounds = Math.min(control.target() / flight.smss(), RENO_ROUNDS);
        return flight.nowNanos() > cycleBeganNanos + probeWaitNanos || rounds.sinceProbeUp() >= renoRounds;
    }

    private boolean isTimeToCruise(Flight flight) {
        int smss = flight.smss();
        return flight.inFlight() <= longTerm.withHeadroom(smss, Control.least(smss))
                && flight.inFlight() <= control.filling(maxBandwidth.value(), state, smss);
    }

    private boolean isTimeToGoDown(DeliveryRate sample, Flight flight) {
        if (lastProbeLost && flight.inFlight() >= longTerm.inFlight()) {
            lastProbeCautious = true;
            return true;
        }
        if (flight.windowFull() && control.cwnd() >= longTerm.inFlight()) {
            fullPipe.resetTo(sample.bytesPerSecond()); // the bound limits, not the path
            return false;
        }
        return fullPipe.now();
    }

    /** AdaptLongTermModel: learns from a probe; whether it has decided what to do next. */
    private boolean adaptLongTerm(DeliveryRate sample, Flight flight) {
        if (acks == Acks.PROBE_STARTING && rounds.begins()) {
            acks = Acks.PROBE_FEEDBACK;
        }
        if (acks == Acks.PROBE_STOPPING && rounds.begins()) {
            probeSample = false;
            acks = Acks.INIT;
            if (state.isProbeBandwidth() && !sample.appLimited()) {
                maxBandwidth.nextCycle();
            }
            if (state.isProbeBandwidth() && lastProbeCautious && !lastProbeLost) {
                refill();
                return true;
            }
        }
        boolean safe = !LongTerm.isTooHigh(sample.lostSince(), sample.inFlightThen(), flight.selectiveAcks());
        if (safe && longTerm.isKnown()) {
            longTerm.raiseTo(sample.inFlightThen());
            if (state == State.UP && flight.windowFull() && control.cwnd() >= longTerm.inFlight()) {
                longTerm.grow(sample.newlyDelivered(), flight.smss());
                if (rounds.begins()) {
                    longTerm.raiseSlope(control.cwnd(), flight.smss());
                }
            }
        }
        return false;
    }

    // ---- Loss (§5.5.10)

    private void noteLoss() {
        if (latest.lost(delivered)) {
            saveWindow();
            undo = new Undo(null, shortTerm, longTerm.inFlight());
        }
    }

    /** AdaptLowerBoundsFromCongestion: once a round trip. */
    private void adaptToLoss() {
        if (!latest.ends()) {
            return;
        }
        if (latest.hasLoss() && !state.isAccelerating()) {
            shortTerm = shortTerm.after(latest, maxBandwidth.value(), control.cwnd());
        }
        latest.forgetLoss();
    }

    /** HandleInflightTooHigh */
    private void probeLost(double inFlightAtLoss, boolean applicationLimited, Flight flight) {
        lastProbeLost = true;
        probeSample = false; // answered once
        if (!applicationLimited) {
            longTerm.set(Math.max(inFlightAtLoss, control.target() * ShortTerm.BETA));
        }
        if (state == State.UP) {
            undo = new Undo(State.UP, undo.shortTerm(), undo.longTerm());
            down(flight);
        }
    }

    // ---- ProbeRTT (§5.3.4)

    private void probeRtt(DeliveryRate sample, Flight flight) {
        if (state != State.PROBE_RTT && minRtt.isExpired() && !restarts) {
            state = State.PROBE_RTT;
            saveWindow();
            probeRttUntilNanos = 0;
            acks = Acks.PROBE_STOPPING;
            rounds.restart(delivered);
        }
        if (state == State.PROBE_RTT) {
            stayInProbeRtt(sample, flight);
        }
        restarts &= sample.deliveredInSample() <= 0;
    }

    private void stayInProbeRtt(DeliveryRate sample, Flight flight) {
        sample.applicationLimited(flight.inFlight()); // so that nothing now speaks for the path
        if (probeRttUntilNanos == 0) {
            if (flight.inFlight() <= control.probeRttWindow(flight.smss())) {
                probeRttUntilNanos = flight.nowNanos() + PROBE_RTT_NANOS;
                probeRttRoundDone = false;
                rounds.restart(delivered);
            }
            return;
        }
        probeRttRoundDone |= rounds.begins();
        if (probeRttRoundDone) {
            leaveProbeRttInTime(flight);
        }
    }

    private void leaveProbeRttInTime(Flight flight) {
        if (probeRttUntilNanos == 0 || flight.nowNanos() <= probeRttUntilNanos) {
            return;
        }
        minRtt.probed(flight.nowNanos());
        control.restore();
        shortTerm = ShortTerm.UNBOUNDED;
        if (fullPipe.reached()) {
            down(flight);
            state = State.CRUISE; // so little is in flight that the queue is gone
        } else {
            state = State.STARTUP;
        }
    }

    private void saveWindow() {
        control.save(!recovering && state != State.PROBE_RTT);
    }
}
