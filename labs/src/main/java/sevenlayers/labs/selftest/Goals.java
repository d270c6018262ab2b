package sevenlayers.labs.selftest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ./lab up} says of itself beside what it is meant to be: all pods ready in under 5 s, in under 1 GiB together. Machines
 * differ in their speed, so that is only shown; their memory is held.
 *
 * @param time as it was said
 * @param memory as it was said; empty where the system does not tell
 */
record Goals(String time, String memory) {

    private static final Pattern READY = Pattern.compile("Ready in (.+?)(?:, ([\\d.]+ \\w+))?\\. Next:");

    /** @throws Broken if it did not say how long it took */
    static Goals of(Answered up) {
        Matcher said = READY.matcher(up.said());
        if (!said.find()) {
            throw up.broken("\"Ready in …\"", "an answer without it");
        }
        return new Goals(said.group(1), said.group(2) == null ? "" : said.group(2));
    }

    /** A line for the reader. */
    String line() {
        return "ready in " + time + " (goal: under 5 s), "
                + (memory.isEmpty() ? "in memory that this system does not tell" : memory) + " (goal: under 1 GiB)";
    }

    /** Memory is given in the largest unit that it fills, so that all from 1 GiB on is in GiB. */
    boolean fits() {
        return !memory.endsWith("GiB");
    }
}
