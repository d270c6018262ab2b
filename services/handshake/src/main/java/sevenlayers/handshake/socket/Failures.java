package sevenlayers.handshake.socket;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.TcpConnection;
import sevenlayers.handshake.tcp.TcpNotification;
import sevenlayers.wire.icmp.IcmpMessage;

/** The errno that a connection leaves behind which did not end as both ends wished. */
final class Failures {
    // RFC 1122 §3.2.2.1's codes, and what Linux makes of each.
    private static final Errno[] UNREACHABLE = {
        Errno.ENETUNREACH,
        Errno.EHOSTUNREACH,
        Errno.ENOPROTOOPT,
        Errno.ECONNREFUSED,
        Errno.EMSGSIZE,
        Errno.EOPNOTSUPP,
        Errno.ENETUNREACH,
        Errno.EHOSTDOWN,
        Errno.ENONET,
        Errno.ENETUNREACH,
        Errno.EHOSTUNREACH,
        Errno.ENETUNREACH,
        Errno.EHOSTUNREACH,
        Errno.EHOSTUNREACH,
        Errno.EHOSTUNREACH,
        Errno.EHOSTUNREACH
    };

    private Failures() {}

    static Errno of(TcpNotification failure, TcpConnection tcp, boolean writingShut) {
        return switch (failure) {
            case REFUSED -> Errno.ECONNREFUSED;
            // In CLOSE-WAIT the program has been told that nobody writes any more; that nobody reads either is news of
            // another kind.
            case RESET -> tcp.peerClosed() && !writingShut ? Errno.EPIPE : Errno.ECONNRESET;
            case TIMED_OUT, UNREACHABLE -> reported(tcp.softError());
            case CONNECTED, READABLE, WRITABLE, ALL_ACKNOWLEDGED, URGENT, PEER_CLOSED, NEGATIVE_ADVICE, CLOSED ->
                throw new IllegalArgumentException(failure + " is no failure");
        };
    }

    /** What a router has said explains a silence better than the silence. */
    private static Errno reported(@Nullable IcmpMessage message) {
        return switch (message) {
            case null -> Errno.ETIMEDOUT;
            case IcmpMessage.DestinationUnreachable unreachable
            when unreachable.code() < UNREACHABLE.length -> UNREACHABLE[unreachable.code()];
            case IcmpMessage.TimeExceeded _ -> Errno.EHOSTUNREACH;
            case IcmpMessage.ParameterProblem _ -> Errno.EPROTO;
            default -> Errno.ETIMEDOUT;
        };
    }
}
