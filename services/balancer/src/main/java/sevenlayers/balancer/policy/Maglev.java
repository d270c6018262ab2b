package sevenlayers.balancer.policy;

import java.util.random.RandomGenerator;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/** One look into a {@link MaglevTable}: shares that are equal to the last entry, and few keys that move needlessly. */
public final class Maglev implements HashingPolicy {
    private final Hasher hasher;
    private final PerSnapshot<MaglevTable> tables;

    /** Hashes the spec's key, into tables of its size; a request without the key is spread by this generator. */
    public Maglev(PolicySpec spec, RandomGenerator random) {
        int size = spec.tableSize().getAsInt();
        this.hasher = new Hasher(spec, random);
        this.tables = new PerSnapshot<>(snapshot -> MaglevTable.of(snapshot, size));
    }

    @Override
    public String name() {
        return "maglev";
    }

    @Override
    public void prepare(Snapshot snapshot) {
        tables.of(snapshot);
    }

    @Override
    public int place(Snapshot snapshot, long hash) {
        MaglevTable table = tables.of(snapshot);
        return table.candidate(table.entry(hash));
    }

    @Override
    public Lookup lookup(Snapshot snapshot) {
        return tables.of(snapshot);
    }

    @Override
    public Choice select(Snapshot snapshot, Request request) {
        if (!Untried.any(snapshot, request)) {
            return Untried.none(snapshot);
        }
        Hasher.Hashed hashed = hasher.hash(request);
        MaglevTable table = tables.of(snapshot);
        int size = table.size();
        int first = table.entry(hashed.hash());
        for (int passed = 0; passed < size; passed++) {
            int entry = (first + passed) % size;
            Backend owner = snapshot.candidates().get(table.candidate(entry));
            if (!request.tried().contains(owner)) {
                return new Choice.Picked(owner, new Entry(hashed, entry, size, passed));
            }
        }
        // More backends than entries, and all that have one were tried.
        return new Choice.Picked(
                Untried.all(snapshot, request).getFirst(),
                () -> hashed.text() + ": tried before are all that have an entry, so one that has none");
    }

    private record Entry(Hasher.Hashed hashed, int entry, int size, int passed) implements Reason {
        @Override
        public String text() {
            return hashed.text() + ", entry " + entry + " of " + size
                    + (passed == 0 ? "" : ", " + passed + " passed over: tried before");
        }
    }
}
