package sevenlayers.labs.course.chapter;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.course.cel.Expression;

/**
 * One step of a chapter: predict, run, compare.
 *
 * @param id its name in the chapter and its texts
 * @param number from 1
 * @param state the state that it begins in; not set if it continues another step
 * @param continues the step whose end this one begins at; it is done first if it was not done just before
 * @param byHand the calls whose grpcurl lines are shown
 * @param evidence JSON files of the evidence folder beside the calls, by name
 */
public record Step(
        String id,
        int number,
        Chapter.State state,
        @Nullable String continues,
        Body body,
        Prediction prediction,
        List<Figure> figures,
        List<Check> checks,
        List<String> byHand,
        Map<String, Expression> evidence) {

    /**
     * The question of a step.
     *
     * @param options letters, in order
     * @param answer the right one
     * @param claim to read again after a wrong prediction
     */
    public record Prediction(List<String> options, String answer, String claim) {}

    /**
     * A drawing.
     *
     * @param id its name in the texts
     * @param rows a list of {@code {'label': …, 'value': …, 'note': …}}; the note may be left out
     */
    public record Figure(String id, Expression rows) {}
}
