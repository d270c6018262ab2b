package sevenlayers.handshake.socket;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import sevenlayers.wire.Bytes;

/** What a call returned. */
public sealed interface CallResult {
    /** Nothing but the number. */
    record Returned(long value) implements CallResult {}

    /** {@code -1}, and why; {@code because} says more than {@link Errno#meaning()} where there is more to say. */
    record Failed(Errno errno, String because) implements CallResult {}

    /**
     * @param value how many bytes the call counts: with MSG_TRUNC they are thrown away, and {@code data} is empty
     * @param flags that came with the data: MSG_OOB
     */
    record Received(int value, Bytes data, Set<MessageFlag> flags) implements CallResult {}

    /** A new descriptor, and who is at the other end. */
    record Accepted(int fd, Place peer) implements CallResult {}

    record Named(Place place) implements CallResult {}

    /** Those that have something to say. */
    record Polled(List<PollEntry> found) implements CallResult {}

    record Found(OptionValue value) implements CallResult {}

    CallResult ZERO = new Returned(0);

    static CallResult failed(Errno errno) {
        return new Failed(errno, errno.meaning());
    }

    static CallResult received(Bytes data) {
        return new Received(data.length(), data, EnumSet.noneOf(MessageFlag.class));
    }

    /** What the function returns in C. */
    default long returned() {
        return switch (this) {
            case Returned(long value) -> value;
            case Failed _ -> -1;
            case Received(int value, Bytes _, Set<MessageFlag> _) -> value;
            case Accepted(int fd, Place _) -> fd;
            case Named _, Found _ -> 0;
            case Polled(List<PollEntry> found) -> found.size();
        };
    }
}
