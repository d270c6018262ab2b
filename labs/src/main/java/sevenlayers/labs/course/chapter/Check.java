package sevenlayers.labs.course.chapter;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.course.cel.Expression;

/**
 * What must have been seen.
 *
 * @param id its name in the chapter and its texts
 * @param number as it is shown: {@code 20.2}, or {@code 20.2a} where a step has several
 * @param claims that it is evidence for
 * @param applies false where there is nothing to judge, as on a pod with one core; null: it always applies
 * @param that true if it passed
 * @param saw what was seen; null: its texts say it
 * @param because reasons that may explain a failure; the first that holds is told
 * @param control the same with the cause removed; none in an exercise
 */
public record Check(
        String id,
        String number,
        List<String> claims,
        @Nullable Expression applies,
        Expression that,
        @Nullable Expression saw,
        List<Because> because,
        @Nullable Control control) {

    /** If {@code when} holds, the text {@code checks.<check>.because.<key>} says why. */
    public record Because(String key, Expression when) {}

    /**
     * The step with the cause of a check removed: the check must then fail.
     *
     * @param before it runs before the step's own actions, because those would leave something behind
     * @param actions what it does
     */
    public record Control(boolean before, List<Action> actions) {}
}
