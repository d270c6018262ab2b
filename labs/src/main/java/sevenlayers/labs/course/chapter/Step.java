package sevenlayers.labs.course.chapter;

import java.util.List;
import java.util.Locale;
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
     * @param kind what is drawn of the rows
     * @param rows a list of maps: what may be in them is the kind's to say
     */
    public record Figure(String id, Kind kind, Expression rows) {}

    /** What can be drawn. */
    public enum Kind {
        /** Bars, sequences or a table, by what the rows have. */
        ROWS,
        /** Segments between hosts, of what {@code Simulate} answered. */
        LADDER,
        /** The states that the ends of connections went through, of what {@code Simulate} answered. */
        STATES,
        /** Curves: of the samples that {@code Simulate} answered, of what {@code Compare} answered, or of points. */
        PLOT,
        /** How a name was looked for, of what {@code Resolve} answered. */
        WALK;

        /** As a chapter writes it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
