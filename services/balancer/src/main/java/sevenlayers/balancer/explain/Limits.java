package sevenlayers.balancer.explain;

/** How much may be asked. Within these, an answer takes about a second of one core, and stays below the 4 MiB that a gRPC client takes. */
public final class Limits {
    /** Backends. */
    public static final int BACKENDS = 1_000;

    /** Bytes of a backend's name. */
    public static final int NAME_BYTES = 64;

    /** Weight of a backend. */
    public static final int WEIGHT = 1_000;

    /** Requests under way on a backend. */
    public static final long ACTIVE = 1_000_000;

    /** A backend's latency in microseconds. */
    public static final long LATENCY_MICROS = 60_000_000;

    /** Picks, or keys to pick for. */
    public static final int PICKS = 10_000;

    /** Bytes of a key. */
    public static final int KEY_BYTES = 1_000;

    /** Bytes of all keys together. */
    public static final int ALL_KEYS_BYTES = 1 << 20;

    /** Scores in an answer; the picks after that have their reason without them. */
    public static final int SCORES = 5_000;

    /** Keys of a plan. */
    public static final int PLAN_KEYS = 100_000;

    /** Keys of a plan times the backends in it: that is what rendezvous has to hash, twice. */
    public static final long PLAN_WORK = 10_000_000;

    private Limits() {}
}
