package sevenlayers.labs.course.chapter;

import java.util.List;
import java.util.Map;
import sevenlayers.labs.course.cel.Expression;
import sevenlayers.labs.course.cel.Expressions;

/**
 * What a step or an exercise does, and the names that it gives to what it saw.
 *
 * @param values named expressions over the recorded answers and over each other
 * @param expressions compiles expressions that see all of these names
 */
public record Body(List<Action> actions, Map<String, Expression> values, Expressions expressions) {

    public Body {
        actions = List.copyOf(actions);
        values = Map.copyOf(values);
    }
}
