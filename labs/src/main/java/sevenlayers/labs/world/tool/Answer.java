package sevenlayers.labs.world.tool;

import java.util.List;
import sevenlayers.labs.world.WorldException;

/**
 * What a program answered.
 *
 * @param command the command line, for the reader
 * @param exit its exit status
 * @param out what it wrote to standard output, without the last line's end
 * @param err what it wrote to standard error, likewise
 */
public record Answer(String command, int exit, String out, String err) {

    private static final int TOLD_LINES = 6;

    /** Whether it did what it was asked. */
    public boolean ok() {
        return exit == 0;
    }

    /** Its output, line by line, without empty lines. */
    public List<String> lines() {
        return out.lines().filter(line -> !line.isBlank()).toList();
    }

    /**
     * Itself if all went well.
     *
     * @param otherwise what did not work, as in {@code "The network could not be made"}
     * @throws WorldException with the program's own last words
     */
    public Answer orElseThrow(String otherwise) {
        if (ok()) {
            return this;
        }
        throw new WorldException(otherwise + ". `" + command + "` ended with " + exit + lastWords());
    }

    private String lastWords() {
        List<String> said = (err.isBlank() ? out : err)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        if (said.isEmpty()) {
            return " and said nothing.";
        }
        return ":\n" + String.join("\n", said.subList(Math.max(0, said.size() - TOLD_LINES), said.size()));
    }
}
