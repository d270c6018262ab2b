package sevenlayers.labs.selftest;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sevenlayers.labs.course.chapter.Chapter;

/**
 * Checks chapters, and what is known of the course after that: a report for CI systems, the ledger of claims, the student's report.
 *
 * @param most so many chapters at most, from the first one on
 * @param json whether the verdicts are asked for as JSON
 */
record CourseWalk(int most, boolean json) implements Walk {

    private static final int MINUTES_EACH = 10;
    private static final Set<String> HOLDS = Set.of("confirmed", "refined", "refuted");

    @Override
    public void take(Trial trial) {
        List<Chapter> chapters = trial.chapters().stream().limit(most).toList();
        check(trial, chapters);
        claims(trial, chapters);
        report(trial, chapters);
    }

    private void check(Trial trial, List<Chapter> chapters) {
        List<String> words = new ArrayList<>(List.of("check"));
        chapters.forEach(chapter -> words.add(chapter.number()));
        trial.say().accept(String.join(" ", words));
        Path file = trial.state().resolve("checks.xml");
        words.addAll(List.of("--junit", file.toString()));
        if (json) {
            words.add("--json");
        }
        Answered checked = trial.lab(MINUTES_EACH * chapters.size(), words).succeeds();
        if (json) {
            lines(checked).forEach(line -> has(checked, line, "lab", "check", "title", "passed", "expected", "saw"));
        } else {
            chapters.forEach(chapter -> checked.says(chapter.texts().get("en", "title"), "all passed"));
        }
        new JUnitReport(file).holds(chapters);
    }

    private static void claims(Trial trial, List<Chapter> chapters) {
        trial.say().accept("claims, report");
        Answered table = trial.lab("claims").succeeds();
        Answered ledger = trial.lab("claims", "--json").succeeds();
        Map<String, JsonObject> here = new HashMap<>();
        for (JsonObject line : lines(ledger)) {
            has(ledger, line, "claim", "chapter", "world", "verdict", "evidence");
            if (text(line, "world").equals(trial.world().label())) {
                here.put(text(line, "claim"), line);
            }
        }
        for (Chapter chapter : chapters) {
            for (String claim : chapter.claims()) {
                JsonObject line = here.get(claim);
                if (line == null
                        || !text(line, "chapter").equals(chapter.id())
                        || !HOLDS.contains(text(line, "verdict"))
                        || !Files.isDirectory(trial.home().resolve(text(line, "evidence")))) {
                    throw ledger.broken(claim + " to hold in this world, with its evidence", String.valueOf(line));
                }
                table.says(claim, text(line, "verdict") + " " + trial.world().label());
            }
        }
    }

    private static void report(Trial trial, List<Chapter> chapters) {
        Path file = trial.state().resolve("report.md");
        Answered written =
                trial.lab("report", "--out", file.toString()).succeeds().says(file.toString());
        try {
            Answered report = new Answered(written.command(), 0, Files.readString(file));
            for (Chapter chapter : chapters) {
                chapter.claims()
                        .forEach(claim -> report.says(
                                "| " + claim + " |", "| " + trial.world().label() + " |"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonObject> lines(Answered answer) {
        try {
            List<JsonObject> lines = answer.said()
                    .lines()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .toList();
            if (!lines.isEmpty()) {
                return lines;
            }
        } catch (JsonParseException | IllegalStateException _) {
            // Said below.
        }
        throw answer.broken("a JSON object a line", "something else");
    }

    private static void has(Answered answer, JsonObject line, String... fields) {
        for (String field : fields) {
            if (!line.has(field)) {
                throw answer.broken("the field " + field + " in each line", line.toString());
            }
        }
    }

    private static String text(JsonObject line, String field) {
        return line.get(field).getAsString();
    }
}
