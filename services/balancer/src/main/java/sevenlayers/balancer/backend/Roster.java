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
        int unit = unit(chosenFrom);
        Snapshot snapshot = new Snapshot(
                version,
                chosenFrom.stream().map(Standing::backend).toList(),
                chosenFrom.stream().map(standing -> parts(standing, unit)).toList(),
                unit,
                absent,
                why);
        return new Roster(snapshot, standings);
    }

    /** The fewest parts of 1 in which all weights are whole numbers. */
    private static int unit(List<Standing> standings) {
        return PARTS
                / standings.stream().map(standing -> parts(standing, PARTS)).reduce(PARTS, Roster::commonDivisor);
    }

    private static int parts(Standing standing, int unit) {
        return (int) Math.max(1, Math.round(Math.round(standing.weight() * PARTS) * (double) unit / PARTS));
    }

    private static int commonDivisor(int a, int b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }

    /** Whether a policy would see a difference between this and the other. */
    boolean choosesAs(Roster other) {
        return snapshot.candidates().equals(other.snapshot.candidates())
                && snapshot.weights().equals(other.snapshot.weights())
                && snapshot.unit() == other.snapshot.unit()
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
