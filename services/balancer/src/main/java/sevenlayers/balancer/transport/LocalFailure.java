package sevenlayers.balancer.transport;

import io.netty.channel.ChannelException;
import java.net.BindException;
import java.util.List;

/** Tells a dial that failed for want of something on our side (a file, a port, memory) from one that the backend failed. */
public final class LocalFailure {
    // EMFILE and ENFILE, EADDRNOTAVAIL, EADDRINUSE, ENOBUFS, ENOMEM: neither the JDK nor Netty gives their numbers.
    private static final List<String> MESSAGES = List.of(
            "Too many open files",
            "Cannot assign requested address",
            "Can't assign requested address",
            "Address already in use",
            "No buffer space available",
            "Cannot allocate memory");

    private LocalFailure() {}

    /** Whether it was our side. */
    public static boolean is(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            String message = at.getMessage();
            // ChannelException: there is not even a socket.
            if (at instanceof BindException
                    || at instanceof ChannelException
                    || message != null && MESSAGES.stream().anyMatch(message::contains)) {
                return true;
            }
        }
        return false;
    }
}
