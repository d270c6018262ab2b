package sevenlayers.labs.course.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sevenlayers.lab.v1.Ladder;
import sevenlayers.lab.v1.Rung;

/**
 * Where everything stands.
 *
 * @param decimals of the times, in milliseconds
 * @param times columns of a time
 * @param left columns of the left host's states, where there are two hosts; else 0
 * @param right of the right host's
 * @param lines the hosts' columns
 */
record LadderLayout(int decimals, int times, int left, int right, List<Integer> lines, int columns) {

    static final int INDENT = 2;

    private static final int NARROWEST = 16;

    static LadderLayout of(Ladder ladder, int columns) {
        long latest = 0;
        for (Rung rung : ladder.getRungsList()) {
            latest = Math.max(latest, Math.max(rung.getAtNanos(), rung.getArrivedAtNanos()));
        }
        int decimals = latest < 10_000_000 ? 3 : 1;
        int times = Math.max(5, format(latest, decimals).length());
        boolean two = ladder.getHostsCount() <= 2;
        int left = two ? states(ladder, ladder.getHosts(0)) : 0;
        int right = two && ladder.getHostsCount() == 2 ? states(ladder, ladder.getHosts(1)) : 0;
        int first = INDENT + times + 2 + (left == 0 ? 0 : left + 1);
        int last = columns - 1 - times - 2 - (right == 0 ? 0 : right + 1);
        int gaps = Math.max(1, ladder.getHostsCount() - 1);
        List<Integer> lines = new ArrayList<>();
        for (int host = 0; host < ladder.getHostsCount(); host++) {
            lines.add(first + (last - first) * host / gaps);
        }
        return new LadderLayout(decimals, times, left, right, List.copyOf(lines), columns);
    }

    private static int states(Ladder ladder, String host) {
        return ladder.getRungsList().stream()
                .flatMap(rung -> rung.getStatesList().stream())
                .filter(state -> state.getHost().equals(host))
                .mapToInt(state -> state.getState().length())
                .max()
                .orElse(0);
    }

    String time(long nanos) {
        return format(nanos, decimals);
    }

    private static String format(long nanos, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", nanos / 1e6);
    }

    /** Whether arrows would have no room for what is written on them. */
    boolean narrow() {
        return lines.size() > 1 && lines.get(1) - lines.getFirst() < NARROWEST;
    }

    int first() {
        return lines.getFirst();
    }

    int last() {
        return lines.getLast();
    }
}
