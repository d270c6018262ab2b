package sevenlayers.handshake.network;

import java.util.Set;

/**
 * One thing that goes wrong by script: "drop the 13th packet from A".
 *
 * @param from the host whose packets are meant
 * @param match only those that match count
 * @param numbers which of those, counted from 1; empty: every one
 */
public record Fault(String from, Match match, Set<Long> numbers, Action action) {
    /** Which packets. */
    public interface Match {
        boolean fits(Packet packet);
    }

    /** What happens to them, where they leave the host. */
    public sealed interface Action {
        record Drop() implements Action {}

        /** It is overtaken by those behind. */
        record Delay(long nanos) implements Action {}

        record Duplicate(long laterNanos) implements Action {}

        /** These bits of the IP packet are flipped, counted from its first. */
        record Flip(Set<Integer> bits) implements Action {}
    }
}
