package sevenlayers.balancer.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What can be said of a policy besides its name: the limits, and what is meant where nothing was said. */
enum Parameter {
    /** What is hashed. */
    KEY(
            "key",
            spec -> spec.key().isPresent(),
            Parameter::keyProblem,
            spec -> spec.withKey(new HashKey.ClientAddress())),

    /** Entries in a lookup table. */
    TABLE(
            "table_size",
            spec -> spec.tableSize().isPresent(),
            Parameter::tableProblem,
            spec -> spec.withTableSize(65_537)),

    /** Points on a ring at least, to be shared out; not said where each backend has so many. */
    RING(
            "table_size",
            spec -> spec.tableSize().isPresent(),
            spec -> spec.pointsPerBackend().isPresent()
                    ? Optional.of("points_per_backend is said as well; allowed: one of the two")
                    : range(spec.tableSize().getAsInt(), 1, 65_536),
            spec -> spec.pointsPerBackend().isPresent() ? spec : spec.withTableSize(1_024)),

    /** Points on a ring for each unit of weight; if it is not said, the ring is shared out. */
    POINTS(
            "points_per_backend",
            spec -> spec.pointsPerBackend().isPresent(),
            spec -> range(spec.pointsPerBackend().getAsInt(), 1, 1_024),
            spec -> spec),

    /** How far above the mean load a backend may go. */
    LOAD(
            "load_percent",
            spec -> spec.loadPercent().isPresent(),
            spec -> range(spec.loadPercent().getAsInt(), 101, 1_000),
            spec -> spec.withLoadPercent(125)),

    /** How many are drawn. */
    CHOICES(
            "choices",
            spec -> spec.choices().isPresent(),
            spec -> range(spec.choices().getAsInt(), 1, 10),
            spec -> spec.withChoices(2)),

    /** Whether the same backend may be drawn twice. */
    REPLACEMENT(
            "with_replacement",
            spec -> spec.withReplacement().isPresent(),
            _ -> Optional.empty(),
            spec -> spec.withReplacement(false)),

    /** Which time is measured. */
    MEASURE(
            "measure",
            spec -> spec.measure().isPresent(),
            _ -> Optional.empty(),
            spec -> spec.withMeasure(LatencyMeasure.FIRST_RESPONSE)),

    /** How fast the past is forgotten. */
    DECAY(
            "decay_millis",
            spec -> spec.decayMillis().isPresent(),
            spec -> range(spec.decayMillis().getAsLong(), 1, 600_000),
            spec -> spec.withDecayMillis(10_000));

    private static final int SMALLEST_TABLE = 2;
    private static final int LARGEST_TABLE = 131_071; // a prime itself
    private static final int LONGEST_HEADER = 64;

    private final String field;
    private final Function<PolicySpec, Boolean> said;
    private final Function<PolicySpec, Optional<String>> problem;
    private final UnaryOperator<PolicySpec> fill;

    Parameter(
            String field,
            Function<PolicySpec, Boolean> said,
            Function<PolicySpec, Optional<String>> problem,
            UnaryOperator<PolicySpec> fill) {
        this.field = field;
        this.said = said;
        this.problem = problem;
        this.fill = fill;
    }

    /** Its name in the contract. */
    String field() {
        return field;
    }

    /** Whether it was said. */
    boolean isSaid(PolicySpec spec) {
        return said.apply(spec);
    }

    /** What is wrong with what was said, and what is allowed; empty if all is well. */
    Optional<String> problem(PolicySpec spec) {
        return isSaid(spec) ? problem.apply(spec) : Optional.empty();
    }

    /** Says what is meant where nothing was said. */
    PolicySpec fill(PolicySpec spec) {
        return isSaid(spec) ? spec : fill.apply(spec);
    }

    private static Optional<String> keyProblem(PolicySpec spec) {
        // RFC 9113 §8.2: a field name is lower case; RFC 9110 §5.6.2: which characters it is made of. Pseudo-headers
        // are not headers.
        return spec.key().orElseThrow() instanceof HashKey.Header(String name)
                        && (name.length() > LONGEST_HEADER || !name.matches("[a-z0-9!#$%&'*+.^_`|~-]+"))
                ? Optional.of("not the name of a header; allowed: 1 to " + LONGEST_HEADER
                        + " lower-case letters, digits and dashes, as in x-session")
                : Optional.empty();
    }

    private static Optional<String> tableProblem(PolicySpec spec) {
        int size = spec.tableSize().getAsInt();
        Optional<String> outside = range(size, SMALLEST_TABLE, LARGEST_TABLE);
        if (outside.isPresent() || isPrime(size)) {
            return outside;
        }
        int below = size;
        while (!isPrime(below)) {
            below--;
        }
        int above = size;
        while (!isPrime(above)) {
            above++;
        }
        return Optional.of(
                number(size) + " is not a prime; the nearest are " + number(below) + " and " + number(above));
    }

    private static boolean isPrime(int number) {
        for (int divisor = 2; divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return number > 1;
    }

    private static Optional<String> range(long value, long min, long max) {
        return value >= min && value <= max
                ? Optional.empty()
                : Optional.of(number(value) + " is out of range; allowed: " + number(min) + " to " + number(max));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
