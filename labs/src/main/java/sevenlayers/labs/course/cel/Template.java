package sevenlayers.labs.course.cel;

import java.util.ArrayList;
import java.util.List;

/** A text with expressions in it: {@code ${size(pods)} pods answered}. A {@code $} that no brace follows is a dollar. */
public final class Template {

    private sealed interface Part {
        record Words(String words) implements Part {}

        record Value(Expression expression) implements Part {}
    }

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** @throws CelProblem if an expression in it does not compile or a brace is not closed */
    public static Template parse(String text, Expressions expressions) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        while (true) {
            int open = text.indexOf("${", from);
            if (open < 0) {
                parts.add(new Part.Words(text.substring(from)));
                return new Template(parts);
            }
            int close = closing(text, open + 2);
            parts.add(new Part.Words(text.substring(from, open)));
            parts.add(new Part.Value(expressions.compile(text.substring(open + 2, close))));
            from = close + 1;
        }
    }

    /** CEL has maps, so braces nest. */
    private static int closing(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            depth += switch (text.charAt(i)) {
                case '{' -> 1;
                case '}' -> -1;
                default -> 0;
            };
            if (depth == 0) {
                return i;
            }
        }
        throw new CelProblem("'${' without its '}' in: " + text);
    }

    /** The text with the values filled in. */
    public String fill(Scope scope) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(
                    switch (part) {
                        case Part.Words(String words) -> words;
                        case Part.Value(Expression expression) -> expression.text(scope);
                    });
        }
        return text.toString();
    }
}
