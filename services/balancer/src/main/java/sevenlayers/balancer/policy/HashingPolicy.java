package sevenlayers.balancer.policy;

import sevenlayers.balancer.backend.Snapshot;

/** A policy whose choice depends on a key alone, so that one can say beforehand where each key goes. */
public interface HashingPolicy extends Policy {
    /**
     * The place of the candidate that a hash belongs to, if none has turned the request away.
     *
     * @param snapshot with a candidate at least
     * @param hash the key's {@link XxHash64}, seed 0
     */
    int place(Snapshot snapshot, long hash);

    /** What it looks hashes up in. */
    default Lookup lookup(Snapshot snapshot) {
        return Lookup.NONE;
    }

    /** A table, or the points of a ring in order. */
    interface Lookup {
        /** A policy without either. */
        Lookup NONE = new Lookup() {
            @Override
            public int size() {
                return 0;
            }

            @Override
            public int candidate(int index) {
                throw new IndexOutOfBoundsException(index);
            }
        };

        /** How many entries or points. */
        int size();

        /** The place of the candidate that has this one. */
        int candidate(int index);
    }
}
