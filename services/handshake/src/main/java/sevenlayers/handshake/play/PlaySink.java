package sevenlayers.handshake.play;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.host.HostConnection;
import sevenlayers.handshake.network.Packet;
import sevenlayers.handshake.socket.CallResult;
import sevenlayers.handshake.tcp.TcpState;
import sevenlayers.handshake.tcp.TcpTimer;
import sevenlayers.handshake.tcp.rule.Rule;

/** Is told what happens, in its order; the time is {@link Play#nowNanos()}. */
public interface PlaySink {
    /** The host sent a packet; it belongs to no connection where {@code connection} is null. */
    void sent(Packet packet, @Nullable HostConnection connection, Rule why);

    /** A call, by the number that it was given. */
    void completed(long call, CallResult result);

    /** @param fd -1: no program has this connection, or has it any more */
    void stateChanged(int fd, TcpState from, TcpState to, Rule why);

    default void timerArmed(TcpTimer timer, long atNanos, Rule why) {}

    default void timerFired(TcpTimer timer, Rule why) {}

    default void timerCancelled(TcpTimer timer, Rule why) {}

    /** The host threw away what came; {@code why} says by which rule. */
    void discarded(Rule why);

    /** The host threw away what came, since it is none of what it claims to be. */
    void malformed(String because);
}
