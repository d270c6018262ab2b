package sevenlayers.labs.course.ledger;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import sevenlayers.lab.v1.CheckResult;

/** What a check came to, its control included. */
public enum Outcome {
    /** It passed, and failed with its cause removed. */
    PASSED,
    /** It did not, or it passed without its cause, too. */
    FAILED,
    /** There was nothing to judge. */
    SKIPPED;

    /**
     * As it stands in a file.
     *
     * @param written one of these words; a file of an earlier version has {@code true} or {@code false}
     */
    @JsonCreator
    static Outcome read(String written) {
        return switch (written) {
            case "true" -> PASSED;
            case "false" -> FAILED;
            default -> valueOf(written);
        };
    }

    /** By the number of a check. A check and its control have the same, and are one. */
    public static Map<String, Outcome> of(Collection<CheckResult> checks) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (CheckResult check : checks) {
            outcomes.merge(check.getId(), of(check), (one, other) -> one == FAILED ? one : other);
        }
        return outcomes;
    }

    private static Outcome of(CheckResult check) {
        if (!check.getPassed()) {
            return FAILED;
        }
        return check.getSkipped().isEmpty() ? PASSED : SKIPPED;
    }
}
