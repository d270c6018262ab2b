package sevenlayers.labs.course.view;

import java.util.List;
import sevenlayers.labs.terminal.Wrap;

/** A reason with where it is written; the name of a section is never broken over two lines. */
final class Reasons {

    private static final char HARD = '\u00a0';

    private Reasons() {}

    /** {@code all is written: a FIN ends this direction · RFC 9293 §3.10.4}. */
    static String of(String why, String source) {
        return source.isEmpty() ? why : why + " · " + source;
    }

    /** It in lines. */
    static List<String> lines(String reason, int columns) {
        return Wrap.lines(hard(reason), columns).stream().map(Reasons::soft).toList();
    }

    /** The same, with {@code start} before the first line and as much room before the others. */
    static List<String> hanging(String start, String reason, int columns) {
        return Wrap.hanging(start, hard(reason), columns).stream()
                .map(Reasons::soft)
                .toList();
    }

    private static String hard(String reason) {
        return reason.replace("· RFC ", "·" + HARD + "RFC" + HARD)
                .replace("RFC ", "RFC" + HARD)
                .replaceAll("(RFC.\\d+) ", "$1" + HARD);
    }

    private static String soft(String line) {
        return line.replace(HARD, ' ');
    }
}
