package sevenlayers.labs.world;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The name that somebody who mistyped one most likely meant. */
public final class Nearest {

    private Nearest() {}

    /** The one of {@code names} that differs least from {@code typed}; empty if all differ in more than about a third. */
    public static Optional<String> to(String typed, Collection<String> names) {
        int limit = Math.max(2, typed.length() / 3);
        return names.stream()
                .filter(name -> distance(typed, name) <= limit)
                .min(Comparator.comparingInt(name -> distance(typed, name)));
    }

    /** A sentence's end: {@code  Did you mean "status"?}, or nothing. */
    public static String hint(String typed, Collection<String> names) {
        return to(typed, names).map(name -> " Did you mean \"" + name + "\"?").orElse("");
    }

    /** Levenshtein's distance: how many characters to insert, remove or replace. */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
