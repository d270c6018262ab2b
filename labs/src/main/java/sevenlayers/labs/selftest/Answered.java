package sevenlayers.labs.selftest;

import java.util.List;

/**
 * What a command came to, held against what is expected of it. White space does not matter: lines are broken where a terminal ends.
 *
 * @param command as it was typed
 * @param exit its exit status
 * @param said both of its outputs
 */
record Answered(String command, int exit, String said) {

    private static final int SHOWN = 30;

    /** Its last lines. */
    String end(int lines) {
        List<String> all = said.strip().lines().toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    Answered succeeds() {
        return exits(0);
    }

    /** It ends with this exit status. */
    Answered exits(int status) {
        if (exit != status) {
            throw broken("exit status " + status, "exit status " + exit);
        }
        return this;
    }

    /** It fails, whatever its exit status. */
    Answered fails() {
        if (exit == 0) {
            throw broken("an exit status that is not 0", "exit status 0");
        }
        return this;
    }

    /** Each of these is in the answer. */
    Answered says(String... words) {
        for (String word : words) {
            if (!spaced(said).contains(spaced(word))) {
                throw broken("\"" + word + "\"", "an answer without it");
            }
        }
        return this;
    }

    /** None of these is in the answer. */
    Answered saysNot(String... words) {
        for (String word : words) {
            if (spaced(said).contains(spaced(word))) {
                throw broken("an answer without \"" + word + "\"", "it");
            }
        }
        return this;
    }

    /** The failure of an answer that is not as expected. */
    Broken broken(String expected, String saw) {
        return new Broken(command + "\nexpected " + expected + "\nsaw      " + saw + "; it ended with\n" + end(SHOWN));
    }

    private static String spaced(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
