package sevenlayers.handshake.tcp.congestion;

import sevenlayers.handshake.tcp.recovery.DeliveryRate;
import sevenlayers.handshake.tcp.recovery.SentSegment;

/** A congestion window and what moves it. Windows are counted in bytes. */
public interface CongestionControl {
    /** As it is asked for. */
    String name();

    /** The congestion window. */
    int cwnd();

    /** The slow start threshold; {@link Integer#MAX_VALUE} while there is none. */
    int ssthresh();

    /** {@code slow start}, {@code congestion avoidance}, ... */
    String phase();

    /** At how many bytes a second segments leave; 0: it says a window only. */
    default double pacingRate() {
        return 0;
    }

    /** New data was acknowledged, and nothing is being recovered. */
    void acknowledged(int bytes, Flight flight);

    /** It goes on where another has been, whose threshold this was. */
    default void takeOver(int ssthresh) {}

    /** A segment is about to leave, for the first time or again. */
    default void sending(DeliveryRate rate, Flight flight) {}

    /** An acknowledgment has been dealt with, and what was lost by it has been told; {@code sample} says how fast the network delivers. */
    default void sampled(DeliveryRate sample, Flight flight) {}

    /** A segment was taken for lost; {@code rate} counts it already. */
    default void lost(SentSegment segment, DeliveryRate rate, Flight flight) {}

    /** A loss was found by acknowledgments; once for each window. */
    void lossDetected(Flight flight);

    /** A router has marked congestion; once for each window (RFC 3168 §6.1.2). */
    default void congestionMarked(Flight flight) {
        lossDetected(flight);
    }

    /** All that was outstanding when the loss was found has been acknowledged. */
    void recovered(Flight flight);

    /** The retransmission timer fired for data that was sent for the first time ({@code again}: not). */
    void timedOut(Flight flight, boolean again);

    /** All that was outstanding when the retransmission timer fired has been acknowledged. */
    default void timeoutRepaired(Flight flight) {}

    /** Nothing was sent for longer than a retransmission timeout (RFC 5681 §4.1). */
    void idle(Flight flight);

    /** The last reduction was for a loss that was none. */
    void undo();

    /** What the sender knows. */
    interface Flight {
        long nowNanos();

        /** Sent and not acknowledged: FlightSize of RFC 5681 §2. */
        int flightSize();

        /** Of it, what is thought to be in the network: neither lost nor selectively acknowledged. */
        int inFlight();

        /** Whether the other end says which segments have arrived (RFC 2018). */
        boolean selectiveAcks();

        /** Whether the window, and nothing else, has kept the sender from sending more in the flight that is acknowledged now. */
        boolean windowFull();

        /** From 0 to below 1, by chance; the same again in a run with the same seed. */
        double random();

        /** The largest segment, in bytes. */
        int smss();

        /** The smoothed round-trip time; 0: not measured yet. */
        long smoothedRttNanos();

        /** Whether the window was in use: one that a program does not fill must not grow (RFC 7661 §4.3, RFC 9438 §5.8). */
        boolean cwndLimited();

        /** By how much an ACK for so many bytes opens the window in slow start. */
        default int countedInSlowStart(int bytes) {
            return Math.min(bytes, smss()); // RFC 5681 §3.1, equation 2: cwnd += min(N, SMSS)
        }
    }
}
