package sevenlayers.handshake.tcp;

import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.tcp.TcpSegment;

/**
 * What a connection does: the only way out of {@link TcpConnection}. Calls come in the order in which things happen, while one of the
 * connection's methods runs; none of them may call the connection back, except to read it.
 */
public interface TcpEffects {
    /**
     * A segment leaves.
     *
     * @param ecn the two bits of the IP header ({@code sevenlayers.wire.ipv4.Ecn})
     * @param retransmission whether it carries what has been sent before
     */
    void emit(TcpSegment segment, int ecn, boolean retransmission, Rule rule);

    void stateChanged(TcpState from, TcpState to, Rule rule);

    /** The timer runs, from now on or anew: it fires at this moment, unless it is armed again or cancelled. */
    void timerArmed(TcpTimer timer, long atNanos, Rule rule);

    void timerCancelled(TcpTimer timer, Rule rule);

    /** The program is told. */
    void notified(TcpNotification notification, Rule rule);

    /** The timer's time had come. What it does follows. */
    default void timerFired(TcpTimer timer, Rule rule) {}

    /** A segment that had arrived was thrown away, all of it. */
    default void discarded(TcpSegment segment, Rule rule) {}

    /** cwnd, ssthresh, the round-trip time or the timeout has changed; the connection says to what. */
    default void sampled(Rule rule) {}

    /** A buffer holds more or less, or a window is another; the connection says how. */
    default void buffersChanged(Rule rule) {}

    /** The program has read so many bytes. */
    default void delivered(int bytes) {}

    /** Nothing is sent although there is something; the rule says why. */
    default void heldBack(Rule rule) {}
}
