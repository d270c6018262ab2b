package sevenlayers.labs.course.cel;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelUnknownSet;
import dev.cel.runtime.CelVariableResolver;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One compiled CEL expression. */
public final class Expression {

    private final String source;
    private final String place;
    private final CelRuntime.Program program;

    Expression(String source, String place, CelRuntime.Program program) {
        this.source = source;
        this.place = place;
        this.program = program;
    }

    /** As it was written. */
    public String source() {
        return source;
    }

    /**
     * Its value: a {@code Map}, {@code List}, {@code String}, {@code Long}, {@code Double}, {@code Boolean} or {@link NullValue}.
     *
     * @throws CelProblem if it has none, as when a field that it reads is not there
     */
    public Object value(Scope scope) {
        CelVariableResolver variables = scope::find;
        try {
            Object value = program.eval(variables);
            if (value instanceof CelUnknownSet) {
                throw new CelProblem(named() + " has no value: it reads an answer that was not recorded, or not yet");
            }
            return value;
        } catch (CelEvaluationException e) {
            throw problem(e);
        }
    }

    /**
     * The deepest cause says it best: CEL itself only names the function that failed. If that was in another expression, which this one
     * reads, the problem is that one's.
     */
    private CelProblem problem(CelEvaluationException failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
            if (deepest instanceof CelProblem inner) {
                return inner;
            }
        }
        return new CelProblem(named() + " has no value: " + deepest.getMessage(), failure);
    }

    private String named() {
        return (place.isEmpty() ? "" : place + ": ") + "'" + source + "'";
    }

    /** Its value, which must be true or false. */
    public boolean isTrue(Scope scope) {
        return as(Boolean.class, value(scope), "true or false");
    }

    /** Its value as text: a string as it is, a number without a needless fraction. */
    public String text(Scope scope) {
        return Functions.text(value(scope));
    }

    /** Any value as text, as {@link #text(Scope)} has it. */
    public static String text(Object value) {
        return Functions.text(value);
    }

    /** Its value, which must be a list of maps, as the rows of a figure are. */
    public List<Map<String, Object>> rows(Scope scope) {
        return Functions.rows(value(scope));
    }

    private <T> T as(Class<T> type, Object value, String wanted) {
        if (!type.isInstance(value)) {
            throw new CelProblem(named() + " is " + Functions.text(value) + "; it must be " + wanted);
        }
        return type.cast(value);
    }

    /** The same text means the same wherever it stands in a step, so that actions which are the same are known to be. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Expression expression && source.equals(expression.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source;
    }
}
