package sevenlayers.handshake.tcp;

import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.tcp.TcpSegment;

/** All that a connection does to the world around it. Nothing here may call back into the connection. */
public interface TcpEffects {
    /** A segment for the network; {@code ecn} is what IP's header is to say ({@link sevenlayers.wire.ipv4.Ecn}). */
    void emit(TcpSegment segment, int ecn, boolean retransmission, Rule why);

    /** {@link TcpConnection#timerFired} is wanted at this time, and not at the one that was said before. */
    void timerArmed(TcpTimer timer, long atNanos, Rule why);

    void timerCancelled(TcpTimer timer, Rule why);

    void notified(TcpNotification what, Rule why);

    default void stateChanged(TcpState from, TcpState to, Rule why) {}

    /** A segment was thrown away. */
    default void discarded(TcpSegment segment, Rule why) {}

    /** The congestion window, its threshold, the round-trip time or the timeout has changed. */
    default void sampled(Rule why) {}
}
