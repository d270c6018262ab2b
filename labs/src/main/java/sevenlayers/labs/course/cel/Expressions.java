package sevenlayers.labs.course.cel;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sevenlayers.labs.world.Nearest;

/**
 * Compiles expressions that see a given set of variables.
 *
 * <p>Recorded answers are maps without a schema, so every variable is {@code dyn}; names of variables and functions are checked here, at
 * load, and fields when an expression is evaluated.
 */
public final class Expressions {

    private static final CelOptions OPTIONS = CelOptions.current()
            // An answer's count (int) and a literal 0.5 (double) compare as numbers do.
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'");

    private final Cel cel;
    private final Collection<String> variables;

    public Expressions(Collection<String> variables) {
        this.variables = variables;
        CelBuilder builder = CelFactory.standardCelBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addCompilerLibraries(
                        CelExtensions.strings(),
                        CelExtensions.math(OPTIONS),
                        CelExtensions.lists(),
                        CelExtensions.bindings())
                .addRuntimeLibraries(CelExtensions.strings(), CelExtensions.math(OPTIONS), CelExtensions.lists())
                .addFunctionDeclarations(Functions.declarations())
                .addFunctionBindings(Functions.bindings());
        variables.forEach(name -> builder.addVar(name, SimpleType.DYN));
        this.cel = builder.build();
    }

    /** @throws CelProblem if {@code source} is not CEL, or names something that is not there */
    public Expression compile(String source) {
        return compile(source, "");
    }

    /**
     * The same for an expression of a file.
     *
     * @param place where it stands, as it is said when it has no value
     */
    public Expression compile(String source, String place) {
        try {
            return new Expression(
                    source, place, cel.createProgram(cel.compile(source).getAst()));
        } catch (CelValidationException e) {
            throw new CelProblem("not a CEL expression: " + reason(e), e);
        } catch (CelEvaluationException e) {
            throw new CelProblem("not a CEL expression: " + e.getMessage(), e);
        }
    }

    private String reason(CelValidationException e) {
        String issues = e.getErrors().stream().map(issue -> issue.getMessage()).collect(Collectors.joining("; "));
        Matcher undeclared = UNDECLARED.matcher(issues);
        if (!undeclared.find()) {
            return issues;
        }
        return issues + "; known here: " + String.join(", ", variables) + "."
                + Nearest.hint(undeclared.group(1), variables);
    }
}
