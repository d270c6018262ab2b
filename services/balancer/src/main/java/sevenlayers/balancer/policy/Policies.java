package sevenlayers.balancer.policy;

import static sevenlayers.balancer.policy.Parameter.CHOICES;
import static sevenlayers.balancer.policy.Parameter.DECAY;
import static sevenlayers.balancer.policy.Parameter.KEY;
import static sevenlayers.balancer.policy.Parameter.LOAD;
import static sevenlayers.balancer.policy.Parameter.MEASURE;
import static sevenlayers.balancer.policy.Parameter.POINTS;
import static sevenlayers.balancer.policy.Parameter.REPLACEMENT;
import static sevenlayers.balancer.policy.Parameter.RING;
import static sevenlayers.balancer.policy.Parameter.TABLE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Every policy that there is, one line for each. {@code docs/adding-a-policy.md} adds one. */
public final class Policies {
    private static final Map<String, Entry> CATALOGUE = catalogue(
            entry("round_robin", (_, _) -> new RoundRobin()),
            entry("smooth_weighted_round_robin", (_, _) -> new SmoothWeightedRoundRobin()),
            entry("edf", (_, _) -> new EarliestDeadlineFirst()),
            entry("static_stride", (_, _) -> new StaticStride()),
            entry("priority", (_, _) -> new Priority()),
            entry("ip_hash", IpHash::new, KEY),
            entry("ring_hash", RingHash::new, KEY, RING, POINTS),
            entry("maglev", Maglev::new, KEY, TABLE),
            entry("rendezvous", Rendezvous::new, KEY),
            entry("bounded_loads", BoundedLoads::new, KEY, RING, POINTS, LOAD),
            entry("least_connections", (_, _) -> new LeastConnections()),
            entry("power_of_two_choices", PowerOfTwoChoices::new, CHOICES, REPLACEMENT),
            entry("least_response_time", (spec, _) -> new LeastResponseTime(spec), MEASURE, DECAY),
            entry("random", (_, random) -> new Random(random)),
            entry("weighted_random", (_, random) -> new WeightedRandom(random)));

    private record Entry(
            String name, BiFunction<PolicySpec, RandomGenerator, Policy> factory, List<Parameter> parameters) {
        boolean takes(Parameter parameter) {
            return parameters.stream().anyMatch(own -> own.field().equals(parameter.field()));
        }
    }

    /**
     * Something wrong with a spec.
     *
     * @param field the contract's name for it: {@code table_size}
     * @param what what was wrong; what is allowed
     */
    public record Problem(String field, String what) {}

    private Policies() {}

    /** The names of all. */
    public static List<String> names() {
        return List.copyOf(CATALOGUE.keySet());
    }

    /** Everything that is wrong with a spec; empty if a policy can be made of it. */
    public static List<Problem> problems(PolicySpec spec) {
        Entry entry = CATALOGUE.get(spec.name());
        if (entry == null) {
            return List.of(new Problem("name", "not known; allowed: " + String.join(", ", names())));
        }
        List<Problem> problems = new ArrayList<>();
        for (Parameter parameter : entry.parameters()) {
            parameter.problem(spec).ifPresent(what -> problems.add(new Problem(parameter.field(), what)));
        }
        CATALOGUE.values().stream()
                .flatMap(any -> any.parameters().stream())
                .filter(parameter -> parameter.isSaid(spec) && !entry.takes(parameter))
                .map(Parameter::field)
                .distinct()
                .forEach(field -> problems.add(
                        new Problem(field, "means nothing to " + spec.name() + "; it is for " + takers(field))));
        return problems;
    }

    /** As {@link #problems(PolicySpec)}, and also whether the policy can place so many backends. */
    public static List<Problem> problems(PolicySpec spec, int backends) {
        List<Problem> problems = new ArrayList<>(problems(spec));
        Entry entry = CATALOGUE.get(spec.name());
        if (entry != null && problems.isEmpty() && entry.parameters().contains(TABLE)) {
            int size = complete(spec).tableSize().getAsInt();
            if (size < backends) {
                problems.add(new Problem(
                        TABLE.field(),
                        size + " is less than the " + backends + " backends; allowed: as many at least"));
            }
        }
        return problems;
    }

    /** Whether a policy of that name hashes a key. */
    public static boolean hashes(String name) {
        Entry entry = CATALOGUE.get(name);
        return entry != null && entry.parameters().contains(KEY);
    }

    /** The spec with all that its policy looks at, as it is meant where nothing was said. The spec must be without problems. */
    public static PolicySpec complete(PolicySpec spec) {
        PolicySpec complete = spec;
        for (Parameter parameter : valid(spec).parameters()) {
            complete = parameter.fill(complete);
        }
        return complete;
    }

    /**
     * Makes a policy.
     *
     * @param spec without problems
     * @param random where chance comes from: {@link ThreadRandom} on the data path, a seeded one where the same must come out again
     * @throws IllegalArgumentException the spec has problems
     */
    public static Policy make(PolicySpec spec, RandomGenerator random) {
        return valid(spec).factory().apply(complete(spec), random);
    }

    private static Entry valid(PolicySpec spec) {
        List<Problem> problems = problems(spec);
        Entry entry = CATALOGUE.get(spec.name());
        if (entry == null || !problems.isEmpty()) {
            throw new IllegalArgumentException(problems.stream()
                    .map(problem -> problem.field() + ": " + problem.what())
                    .collect(Collectors.joining(". ")));
        }
        return entry;
    }

    private static HashKey key(PolicySpec spec) {
        return spec.key().orElseThrow();
    }

    private static String takers(String field) {
        return CATALOGUE.values().stream()
                .filter(entry ->
                        entry.parameters().stream().anyMatch(own -> own.field().equals(field)))
                .map(Entry::name)
                .collect(Collectors.joining(", "));
    }

    private static Entry entry(
            String name, BiFunction<PolicySpec, RandomGenerator, Policy> factory, Parameter... parameters) {
        return new Entry(name, factory, List.of(parameters));
    }

    private static Map<String, Entry> catalogue(Entry... entries) {
        Map<String, Entry> catalogue = new LinkedHashMap<>();
        for (Entry entry : entries) {
            catalogue.put(entry.name(), entry);
        }
        return Collections.unmodifiableMap(catalogue);
    }
}
