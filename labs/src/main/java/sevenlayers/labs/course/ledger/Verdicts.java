package sevenlayers.labs.course.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import sevenlayers.lab.v1.Verdict;
import sevenlayers.labs.course.chapter.Catalogue;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.Check;

/** From checks to claims. */
public final class Verdicts {

    private Verdicts() {}

    /**
     * The verdict of each claim of a chapter.
     *
     * @param outcomes by the number of a check
     */
    public static Map<String, Verdict> of(Chapter chapter, Catalogue catalogue, Map<String, Outcome> outcomes) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        for (String claim : chapter.claims()) {
            List<String> checks = chapter.checks()
                    .filter(check -> check.claims().contains(claim))
                    .map(Check::number)
                    .toList();
            List<Outcome> known = checks.stream()
                    .flatMap(number -> Stream.ofNullable(outcomes.get(number)))
                    .toList();
            if (known.contains(Outcome.FAILED)) {
                verdicts.put(claim, Verdict.VERDICT_FAILED);
            } else if (known.size() < checks.size() || !known.contains(Outcome.PASSED)) {
                // Some have not run, or none of those that did had anything to judge.
                verdicts.put(claim, Verdict.VERDICT_OPEN);
            } else {
                verdicts.put(claim, expected(catalogue.claim(claim).expected()));
            }
        }
        return verdicts;
    }

    private static Verdict expected(Catalogue.Expected expected) {
        return switch (expected) {
            case CONFIRMED -> Verdict.VERDICT_CONFIRMED;
            case REFINED -> Verdict.VERDICT_REFINED;
            case REFUTED -> Verdict.VERDICT_REFUTED;
        };
    }

    /** {@code confirmed}. */
    public static String word(Verdict verdict) {
        return verdict.name().replace("VERDICT_", "").toLowerCase(Locale.ROOT);
    }

    /** The verdict of a word of the ledger. */
    public static Verdict of(String word) {
        try {
            return Verdict.valueOf("VERDICT_" + word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            return Verdict.VERDICT_UNSPECIFIED;
        }
    }
}
