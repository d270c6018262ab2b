package sevenlayers.balancer.explain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sevenlayers.balancer.backend.Snapshot;
import sevenlayers.balancer.policy.HashingPolicy;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.policy.PolicySpec;
import sevenlayers.balancer.policy.XxHash64;

/**
 * What becomes of keys when backends leave or join.
 *
 * @param keys that were tried: {@code key-0}, {@code key-1} and so on
 * @param moved keys that have another backend now
 * @param movedAtBest keys that are due to move, since that share of the weight has changed hands
 * @param movedNeedlessly keys that moved from one backend that stays to another one that was there before
 */
public record HashingPlan(
        Placement before, Placement after, int keys, int moved, int movedAtBest, int movedNeedlessly) {

    /** Entries or points that are shown. */
    public static final int FIRST = 64;

    /** Keys after which somebody is asked whether to go on. */
    private static final int STRIDE = 256;

    /**
     * Who has how much.
     *
     * @param size entries of the table or points of the ring; 0 where there is neither
     * @param first the owners of the first of them
     */
    public record Placement(int size, List<Share> shares, List<String> first) {
        /** Keeps its own copies. */
        public Placement {
            shares = List.copyOf(shares);
            first = List.copyOf(first);
        }
    }

    /**
     * A backend's share.
     *
     * @param entries in the table, or points on the ring
     * @param keys of those tried
     */
    public record Share(String backend, int entries, int keys) {}

    /**
     * Places the keys before and after.
     *
     * @param spec of a {@link HashingPolicy}
     * @param leave names of backends that leave
     * @param join backends that join, at the end of the list
     * @param stop asked now and then
     * @throws java.util.concurrent.CancellationException it was stopped
     */
    public static HashingPlan of(
            PolicySpec spec,
            List<Subject> backends,
            Set<String> leave,
            List<Subject> join,
            int keys,
            BooleanSupplier stop) {
        List<Subject> later = Stream.concat(
                        backends.stream().filter(subject -> !leave.contains(subject.name())), join.stream())
                .toList();
        HashingPolicy policy = (HashingPolicy) Policies.make(spec, new SplittableRandom(0));
        Snapshot was = Subject.snapshot(1, backends);
        int[] before = places(policy, was, keys, stop);
        Placement placedBefore = placement(policy, was, before);
        Snapshot is = Subject.snapshot(2, later);
        int[] after = places(policy, is, keys, stop);
        Placement placedAfter = placement(policy, is, after);
        Set<String> old = names(backends);
        Set<String> stay = new HashSet<>(old);
        stay.retainAll(names(later));
        int moved = 0;
        int needlessly = 0;
        for (int key = 0; key < keys; key++) {
            String from = backends.get(before[key]).name();
            String to = later.get(after[key]).name();
            if (!from.equals(to)) {
                moved++;
                needlessly += stay.contains(from) && old.contains(to) ? 1 : 0;
            }
        }
        int atBest = (int) Math.round(changed(backends, later) * keys);
        return new HashingPlan(placedBefore, placedAfter, keys, moved, atBest, needlessly);
    }

    /** In a sentence. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%,d of %,d keys have another backend (%.1f %%), where by weight %,d are due one (%.1f %%); %,d went from one backend"
                        + " that stays to another that was there before",
                moved,
                keys,
                percent(moved),
                movedAtBest,
                percent(movedAtBest),
                movedNeedlessly);
    }

    private double percent(int part) {
        return part * 100.0 / keys;
    }

    private static int[] places(HashingPolicy policy, Snapshot snapshot, int keys, BooleanSupplier stop) {
        Stop.check(stop);
        int[] places = new int[keys];
        for (int key = 0; key < keys; key++) {
            if (key % STRIDE == 0) {
                Stop.check(stop);
            }
            places[key] = policy.place(snapshot, XxHash64.hash("key-" + key, 0));
        }
        return places;
    }

    private static Placement placement(HashingPolicy policy, Snapshot snapshot, int[] places) {
        HashingPolicy.Lookup lookup = policy.lookup(snapshot);
        int[] entries = new int[snapshot.candidates().size()];
        for (int i = 0; i < lookup.size(); i++) {
            entries[lookup.candidate(i)]++;
        }
        int[] keys = new int[entries.length];
        for (int place : places) {
            keys[place]++;
        }
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < entries.length; i++) {
            shares.add(new Share(snapshot.candidates().get(i).name(), entries[i], keys[i]));
        }
        List<String> first = IntStream.range(0, Math.min(FIRST, lookup.size()))
                .mapToObj(i -> snapshot.candidates().get(lookup.candidate(i)).name())
                .toList();
        return new Placement(lookup.size(), shares, first);
    }

    /** The share of the weight that changes hands: all that anybody has more of than before. */
    private static double changed(List<Subject> before, List<Subject> after) {
        Map<String, Double> old = shares(before);
        return shares(after).entrySet().stream()
                .mapToDouble(now -> Math.max(0, now.getValue() - old.getOrDefault(now.getKey(), 0.0)))
                .sum();
    }

    private static Map<String, Double> shares(List<Subject> subjects) {
        double total = subjects.stream().mapToInt(Subject::weight).sum();
        Map<String, Double> shares = new HashMap<>();
        subjects.forEach(subject -> shares.put(subject.name(), subject.weight() / total));
        return shares;
    }

    private static Set<String> names(List<Subject> subjects) {
        return subjects.stream().map(Subject::name).collect(Collectors.toSet());
    }
}
