package sevenlayers.handshake.tcp;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.congestion.CongestionControl;
import sevenlayers.wire.tcp.SequenceNumbers;

/** What congestion control may know of the sender: what is in flight, and whether the window was what limited it. */
final class FlightView implements CongestionControl.Flight {
    private final Tcb t;
    private boolean windowWasLimit;
    private int limitedUntil;
    private boolean windowFull;
    private boolean cwndLimited;
    private @Nullable SplittableRandom random;

    FlightView(Tcb t) {
        this.t = t;
    }

    /** What is sent from now on is looked at. */
    void begin(int number) {
        limitedUntil = number;
    }

    /** The congestion window has kept a segment back. */
    void limitedByCongestionWindow() {
        windowWasLimit = true;
        limitedUntil = t.sndNxt;
    }

    /** SND.UNA is about to become this. */
    void acknowledged(int acknowledgment) {
        CongestionControl congestion = t.sender.congestion();
        windowFull = windowWasLimit && SequenceNumbers.lessOrEqual(t.sndUna, limitedUntil);
        cwndLimited = windowFull || congestion.cwnd() < congestion.ssthresh() && 2L * flightSize() > congestion.cwnd();
        windowWasLimit &= SequenceNumbers.lessOrEqual(acknowledgment, limitedUntil);
    }

    @Override
    public long nowNanos() {
        return t.now;
    }

    @Override
    public int flightSize() {
        return t.sndNxt - t.sndUna;
    }

    @Override
    public int inFlight() {
        return t.sender.pipe();
    }

    @Override
    public boolean selectiveAcks() {
        return t.options.sack();
    }

    @Override
    public int smss() {
        return t.segments.smss();
    }

    @Override
    public long smoothedRttNanos() {
        return t.sender.rtt.smoothedNanos();
    }

    @Override
    public boolean cwndLimited() {
        return cwndLimited;
    }

    @Override
    public boolean windowFull() {
        return windowFull;
    }

    @Override
    public int countedInSlowStart(int bytes) {
        return t.settings.appropriateByteCounting() ? bytes : CongestionControl.Flight.super.countedInSlowStart(bytes);
    }

    /** Seeded by what two connections do not have in common, and a run with the same seed has. */
    @Override
    public double random() {
        if (random == null) {
            random = new SplittableRandom((long) t.iss << Integer.SIZE ^ t.irs);
        }
        return random.nextDouble();
    }
}
