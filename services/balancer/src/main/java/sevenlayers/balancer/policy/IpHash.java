package sevenlayers.balancer.policy;

import java.util.random.RandomGenerator;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/**
 * The hash of the key modulo the number of backends. The simplest way to keep a client with its backend, until the number changes: from ten
 * to nine, nine keys in ten move. The weights are not looked at.
 */
public final class IpHash implements HashingPolicy {
    private final Hasher hasher;

    /** Hashes the spec's key; a request without it is spread by this generator. */
    public IpHash(PolicySpec spec, RandomGenerator random) {
        this.hasher = new Hasher(spec, random);
    }

    @Override
    public String name() {
        return "ip_hash";
    }

    @Override
    public int place(Snapshot snapshot, long hash) {
        return (int) Long.remainderUnsigned(hash, snapshot.candidates().size());
    }

    @Override
    public Choice select(Snapshot snapshot, Request request) {
        if (!Untried.any(snapshot, request)) {
            return Untried.none(snapshot);
        }
        Hasher.Hashed hashed = hasher.hash(request);
        int backends = snapshot.candidates().size();
        int first = place(snapshot, hashed.hash());
        int place = first;
        Backend candidate = snapshot.candidates().get(place);
        while (request.tried().contains(candidate)) {
            place = (place + 1) % backends;
            candidate = snapshot.candidates().get(place);
        }
        boolean moved = place != first;
        return new Choice.Picked(
                candidate,
                () -> hashed.text() + ", modulo " + backends + ": " + first
                        + (moved ? "; tried before, so the next" : ""));
    }
}
