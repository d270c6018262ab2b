package sevenlayers.balancer.decision;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.policy.Choice;
import sevenlayers.balancer.policy.Reason;

/**
 * Why a connection or a request went where it went.
 *
 * @param counts with this one: its number follows from them
 * @param at when
 * @param layer which listener decided
 * @param client who asked
 * @param path the request's path, the beginning of a long one; empty on L4
 * @param serverName L4: the server's name that a TLS client asks for; empty if there is none
 * @param choice what the policy said
 * @param again why this request had to be decided once more; null the first time
 * @param candidates what it chose from, of many the first hundred. Not the snapshot: a thousand decisions are kept, and must not keep a thousand snapshots
 */
public record Decision(
        Counts counts,
        Instant at,
        Layer layer,
        InetSocketAddress client,
        String path,
        String serverName,
        Choice choice,
        @Nullable String again,
        List<Backend> candidates) {

    /** Counted from 1 over both layers. */
    public long number() {
        return counts.all();
    }

    /** The backend that was chosen; null if there was none to choose. */
    public @Nullable Backend backend() {
        return choice instanceof Choice.Picked(Backend backend, Reason _) ? backend : null;
    }

    /** The reason as a reader sees it. */
    public String reason() {
        String text = choice.reason().text();
        return again == null ? text : text + "; again, because " + again;
    }
}
