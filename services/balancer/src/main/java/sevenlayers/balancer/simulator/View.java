package sevenlayers.balancer.simulator;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;
import sevenlayers.balancer.policy.Choice;
import sevenlayers.balancer.policy.Policy;

/** One balancer: its policy, and the backends as it knows them, which is by the requests that it has sent to them itself. */
final class View {
    /** As {@link #choose}: there was no backend to choose. */
    static final int NONE = -1;

    private final Policy policy;
    private final List<Backend> backends = new ArrayList<>();
    private final Map<Backend, Integer> places = new IdentityHashMap<>();
    private Snapshot snapshot = Snapshot.EMPTY;

    View(Scenario scenario, Policy policy) {
        this.policy = policy;
        for (int i = 0; i < scenario.backends().size(); i++) {
            Backend backend = Backend.named(scenario.backends().get(i).name());
            backends.add(backend);
            places.put(backend, i);
        }
    }

    /** What is listed has changed. */
    void list(Membership.Listing listing) {
        List<Backend> candidates =
                IntStream.of(listing.backends()).mapToObj(backends::get).toList();
        snapshot = Snapshot.weighted(snapshot.version() + 1, candidates, listing.weights());
        policy.prepare(snapshot);
    }

    /** Sends a request on its way, as the data path does; gives the backend's place in the scenario, or {@link #NONE}. */
    int choose(Asked request) {
        if (!(policy.select(snapshot, request) instanceof Choice.Picked picked)) {
            return NONE;
        }
        Backend backend = picked.backend();
        backend.choose();
        backend.begin();
        return places.getOrDefault(backend, NONE);
    }

    /** A request has ended, as the data path sees it. */
    void end(int place, boolean failed, long now, long took) {
        Backend backend = backends.get(place);
        backend.end();
        if (failed) {
            backend.failCall();
            backend.firstResponse().observeFailure(now, took);
            backend.wholeCall().observeFailure(now, took);
        } else {
            backend.succeed();
            backend.firstResponse().observe(now, took);
            backend.wholeCall().observe(now, took);
        }
    }
}
