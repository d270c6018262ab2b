package sevenlayers.balancer.backend;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The backends of one listener at one moment: what a policy chooses from.
 *
 * <p>Only the {@link #candidates} may be chosen. A backend that is listed but must not be chosen now (draining, ejected, unhealthy) is
 * among the {@link #absent}, with the reason. Weights belong to the moment, too: they are set by hand, and a slow start
 * makes them grow. A policy that needs a table for a snapshot makes it once: see {@code PerSnapshot}.
 *
 * @param version counts the changes, from 0 for the empty list at the start
 * @param candidates in the order of their addresses
 * @param weights of the candidates, in their order: 1 or more; only their ratios mean something
 * @param unit what a weight of 1 counts as in them: 1, or more while a backend that warms up has a part of its weight
 * @param absent listed, and not to be chosen now
 * @param panic why the unhealthy are used all the same; empty in ordinary times
 */
public record Snapshot(
        long version, List<Backend> candidates, List<Integer> weights, int unit, List<Absent> absent, String panic) {
    /** Absent backends that a sentence names; of a thousand, the first few tell enough. */
    private static final int NAMED = 5;

    /** No backend is known yet. */
    public static final Snapshot EMPTY = new Snapshot(0, List.of(), List.of(), 1, List.of(), "");

    /**
     * A backend that must not be chosen now.
     *
     * @param why as in {@code 5 calls in a row failed; ejected for 30 s}
     */
    public record Absent(Backend backend, String why) {}

    /** Keeps its own copies of the lists. */
    public Snapshot {
        candidates = List.copyOf(candidates);
        weights = List.copyOf(weights);
        absent = List.copyOf(absent);
        if (candidates.size() != weights.size()) {
            throw new IllegalArgumentException(candidates.size() + " candidates and " + weights.size() + " weights");
        }
        if (weights.stream().anyMatch(weight -> weight < 1)) {
            throw new IllegalArgumentException("a weight is 1 or more: " + weights);
        }
    }

    /** With weights that are whole. */
    public Snapshot(long version, List<Backend> candidates, List<Integer> weights, List<Absent> absent, String panic) {
        this(version, candidates, weights, 1, absent, panic);
    }

    /** All of these, each with the same weight. */
    public static Snapshot of(long version, List<Backend> backends) {
        return new Snapshot(version, backends, Collections.nCopies(backends.size(), 1), List.of(), "");
    }

    /** These with these weights. */
    public static Snapshot weighted(long version, List<Backend> backends, int... weights) {
        return new Snapshot(version, backends, IntStream.of(weights).boxed().toList(), List.of(), "");
    }

    /** Every backend that is listed, whether it may be chosen or not, in the order of their addresses. */
    public List<Backend> listed() {
        List<Backend> all = new ArrayList<>(candidates);
        absent.forEach(one -> all.add(one.backend()));
        all.sort((a, b) -> Addresses.ORDER.compare(a.address(), b.address()));
        return all;
    }

    /** Why there is no candidate, in a sentence for the client that gets none: what is listed, and what is the matter with it. */
    public String whyNone() {
        if (absent.isEmpty()) {
            return "no backend is listed";
        }
        String named = absent.stream()
                .limit(NAMED)
                .map(one -> one.backend() + ": " + one.why())
                .collect(Collectors.joining("; "));
        String more = absent.size() > NAMED ? "; and " + (absent.size() - NAMED) + " more" : "";
        return (absent.size() == 1 ? "the only backend" : "none of " + absent.size() + " backends")
                + (absent.size() == 1 ? " may not be used: " : " may be used: ")
                + named
                + more;
    }
}
