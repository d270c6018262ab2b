package sevenlayers.handshake.host;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.network.Packet;
import sevenlayers.handshake.tcp.TcpNotification;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.handshake.tcp.TcpTimer;
import sevenlayers.handshake.tcp.rule.Rule;
import sevenlayers.wire.tcp.TcpSegment;

/** Sees all that hosts do, in the order in which it happens. A connection may be read here, and not changed. */
public interface HostObserver {
    HostObserver NOBODY = new HostObserver() {};

    /** A packet leaves; {@code connection} is null where it belongs to none. */
    default void sent(
            Host host, @Nullable HostConnection connection, Packet packet, boolean retransmission, Rule why) {}

    /** A packet has arrived whole, and will be looked at. */
    default void arrived(Host host, @Nullable HostConnection connection, Packet packet) {}

    /** A packet was thrown away since a checksum does not fit, or a field is not possible. */
    default void malformed(Host host, Packet packet, String why) {}

    /** A segment was thrown away, all of it. */
    default void discarded(Host host, @Nullable HostConnection connection, TcpSegment segment, Rule why) {}

    default void stateChanged(HostConnection connection, TcpState from, TcpState to, Rule why) {}

    default void timerArmed(HostConnection connection, TcpTimer timer, long atNanos, Rule why) {}

    default void timerFired(HostConnection connection, TcpTimer timer, Rule why) {}

    default void timerCancelled(HostConnection connection, TcpTimer timer, Rule why) {}

    default void sampled(HostConnection connection, Rule why) {}

    default void buffersChanged(HostConnection connection, Rule why) {}

    default void delivered(HostConnection connection, int bytes) {}

    default void notified(HostConnection connection, TcpNotification what, Rule why) {}
}
