package sevenlayers.balancer.explain;

import java.util.List;
import java.util.OptionalLong;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/**
 * A backend as far as a policy looks at it.
 *
 * @param name what hashing policies hash
 * @param active requests under way on it at the start
 * @param latencyMicros its average; empty if nothing has been measured
 */
public record Subject(String name, int weight, long active, OptionalLong latencyMicros) {
    private Backend backend() {
        Backend backend = Backend.named(name, active);
        if (latencyMicros.isPresent()) {
            backend.firstResponse().observe(0, latencyMicros.getAsLong() * 1_000);
            backend.wholeCall().observe(0, latencyMicros.getAsLong() * 1_000);
        }
        return backend;
    }

    /** What a policy chooses from: these, in their order. */
    static Snapshot snapshot(long version, List<Subject> subjects) {
        return Snapshot.weighted(
                version,
                subjects.stream().map(Subject::backend).toList(),
                subjects.stream().mapToInt(Subject::weight).toArray());
    }
}
