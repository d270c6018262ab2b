package sevenlayers.balancer.backend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How every listed backend stands, and the snapshot that follows from it.
 *
 * @param snapshot what policies choose from
 * @param standings in the order of their addresses
 */
public record Roster(Snapshot snapshot, List<Standing> standings) {
    /** No backend is known yet. */
    public static final Roster EMPTY = new Roster(Snapshot.EMPTY, List.of());

    /** While a backend warms up, weights are counted in hundredths: one of 1 must be able to have a part of it. */
    private static final int PARTS = 100;

    /** Keeps its own copy of the list. */
    public Roster {
        standings = List.copyOf(standings);
    }

    /**
     * Puts the standings together.
     *
     * <p>A backend that drains is no sign of bad health, and it is meant to get nothing: it counts neither way for the panic, and is
     * no candidate even then.
     *
     * @param panicPercent with fewer healthy than this, all are used; 0: never
     */
    static Roster of(long version, List<Standing> standings, int panicPercent) {
        long staying =
                standings.stream().filter(s -> s.state() != State.DRAINING).count();
        long healthy = standings.stream().filter(s -> s.state().usable()).count();
        boolean panic = healthy * 100 < panicPercent * staying;
        List<Standing> chosenFrom = new ArrayList<>();
        List<Snapshot.Absent> absent = new ArrayList<>();
        for (Standing standing : standings) {
            if (standing.state().usable() || (panic && standing.state() != State.DRAINING)) {
                chosenFrom.add(standing);
            } else {
                absent.add(new Snapshot.Absent(standing.backend(), standing.why()));
            }
        }
        String why = panic
                ? "%d of %d backends %s healthy, less than %d %%: all are used"
                        .formatted(healthy, staying, healthy == 1 ? "is" : "are", panicPercent)
                : "";
        Snapshot snapshot = new Snapshot(
                version, chosenFrom.stream().map(Standing::backend).toList(), whole(chosenFrom), absent, why);
        return new Roster(snapshot, standings);
    }

    /** Whole numbers in the proportion of the weights; those that were set by hand stay as they are while nobody warms up. */
    private static List<Integer> whole(List<Standing> standings) {
        if (standings.stream().noneMatch(s -> s.state() == State.WARMING)) {
            return standings.stream().map(s -> (int) s.weight()).toList();
        }
        List<Integer> parts = standings.stream()
                .map(s -> (int) Math.max(1, Math.round(s.weight() * PARTS)))
                .toList();
        int common = parts.stream().reduce(0, Roster::commonDivisor);
        return parts.stream().map(part -> part / common).toList();
    }

    private static int commonDivisor(int a, int b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }

    /** Whether a policy would see a difference between this and the other. */
    boolean choosesAs(Roster other) {
        return snapshot.candidates().equals(other.snapshot.candidates())
                && snapshot.weights().equals(other.snapshot.weights())
                && snapshot.absent().equals(other.snapshot.absent())
                && snapshot.panic().equals(other.snapshot.panic());
    }

    /** The same standings with a snapshot that has been published already. */
    Roster with(Snapshot published) {
        return new Roster(published, standings);
    }

    /**
     * What has changed since an earlier roster, in the order of the addresses; a panic last.
     *
     * @param causes of changes that the standings themselves do not explain, by backend
     */
    List<Transition> since(Roster before, Map<Backend, String> causes) {
        Map<Backend, Standing> old = new HashMap<>();
        before.standings.forEach(standing -> old.put(standing.backend(), standing));
        List<Transition> transitions = new ArrayList<>();
        for (Standing now : standings) {
            Standing was = old.remove(now.backend());
            State from = was == null ? null : was.state();
            if (from != now.state()) {
                String better = causes.getOrDefault(now.backend(), from == null ? "listed" : "");
                transitions.add(new Transition(now.backend(), from, now.state(), cause(now, better)));
            }
        }
        before.standings.stream()
                .filter(gone -> old.containsKey(gone.backend()))
                .map(gone -> new Transition(gone.backend(), gone.state(), null, "no longer listed"))
                .forEach(transitions::add);
        if (before.snapshot.panic().isEmpty() != snapshot.panic().isEmpty()) {
            transitions.add(new Transition(
                    null,
                    null,
                    null,
                    snapshot.panic().isEmpty() ? "enough backends are healthy again" : snapshot.panic()));
        }
        return transitions;
    }

    private static String cause(Standing now, String better) {
        if (!now.state().usable() || better.isEmpty()) {
            return now.why();
        }
        return now.why().isEmpty() ? better : better + "; " + now.why();
    }
}
