package sevenlayers.labs.course.chapter;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.course.cel.CelProblem;
import sevenlayers.labs.course.cel.Expressions;
import sevenlayers.labs.course.cel.Template;
import sevenlayers.labs.world.Nearest;

/** Holds that the texts of a chapter and its {@code lab.yaml} fit: every key that is needed, no other, and no broken template. */
final class TextRules {

    private static final Pattern WORD = Pattern.compile("\\bwords\\.(\\w+)");

    private final Chapter chapter;
    private final Set<String> required = new LinkedHashSet<>();
    private final Set<String> optional = new LinkedHashSet<>();
    /** The names that a text's expressions see, by the start of its key. */
    private final Map<String, Expressions> expressions = new HashMap<>();

    TextRules(Chapter chapter) {
        this.chapter = chapter;
    }

    void check() {
        required.addAll(List.of("title", "summary"));
        for (Step step : chapter.steps()) {
            step(step);
        }
        Exercise exercise = chapter.exercise();
        if (exercise != null) {
            required.addAll(List.of("exercise.goal", "exercise.hints.1"));
            expressions.put("exercise", exercise.body().expressions());
            figures("exercise", exercise.figures());
            doing("exercise", exercise.body());
            exercise.checks().forEach(check -> check(check, exercise.body()));
            words("exercise", exercise.body(), exercise.figures(), exercise.checks());
        }
        for (String language : chapter.texts().languages()) {
            keys(language);
        }
    }

    /** The words that a body's expressions use: {@code words.connections}. */
    private void words(String prefix, Body body, List<Step.Figure> figures, List<Check> checks) {
        Stream.of(
                        body.values().values().stream(),
                        figures.stream().map(Step.Figure::rows),
                        checks.stream().flatMap(check -> Stream.ofNullable(check.saw())))
                .flatMap(expressions -> expressions)
                .flatMap(expression -> WORD.matcher(expression.source()).results())
                .forEach(word -> required.add(prefix + ".words." + word.group(1)));
    }

    private void step(Step step) {
        String prefix = "steps." + step.id();
        for (String key : List.of("text", "question", "why", "hints.1")) {
            required.add(prefix + "." + key);
        }
        for (String letter : step.prediction().options()) {
            required.add(prefix + ".options." + letter);
            required.add(prefix + ".about." + letter);
        }
        doing(prefix, step.body());
        expressions.put(prefix, step.body().expressions());
        figures(prefix, step.figures());
        step.checks().forEach(check -> check(check, step.body()));
        words(prefix, step.body(), step.figures(), step.checks());
    }

    private void doing(String prefix, Body body) {
        body.actions().forEach(action -> {
            optional.add(prefix + ".doing." + action.name());
            if (action instanceof Action.Call call) {
                call.meanwhile().forEach(other -> optional.add(prefix + ".doing." + other.name()));
            }
        });
    }

    private void figures(String prefix, List<Step.Figure> figures) {
        figures.forEach(figure -> required.add(prefix + ".figures." + figure.id()));
    }

    private void check(Check check, Body body) {
        String prefix = "checks." + check.id();
        required.add(prefix + ".title");
        required.add(prefix + ".expected");
        if (check.control() != null) {
            required.add(prefix + ".control");
        }
        if (check.applies() != null) {
            required.add(prefix + ".skipped");
        }
        (check.saw() == null ? required : optional).add(prefix + ".saw");
        check.because().forEach(reason -> required.add(prefix + ".because." + reason.key()));
        expressions.put(prefix, body.expressions());
    }

    private void keys(String language) {
        String file = YamlNode.shown(chapter.folder().resolve("text." + language + ".yaml")) + ": ";
        Map<String, String> texts = chapter.texts().all(language);
        if (language.equals("en")) {
            for (String key : required) {
                if (!texts.containsKey(key)) {
                    throw new SchemaProblem(file + key + ": must be here");
                }
            }
        }
        Set<String> known = new LinkedHashSet<>(required);
        known.addAll(optional);
        texts.forEach((key, text) -> {
            if (!known.contains(key) && !key.matches("(steps\\.[^.]+|exercise)\\.hints\\.\\d+")) {
                throw new SchemaProblem(file + key + ": not known here." + Nearest.hint(key, known));
            }
            template(file + key, key, text);
        });
    }

    private void template(String place, String key, String text) {
        if (!text.contains("${")) {
            return;
        }
        Expressions names = expressionsOf(key);
        if (names == null) {
            throw new SchemaProblem(place + ": nothing has been recorded for this text, so it can have no ${…}");
        }
        try {
            Template.parse(text, names);
        } catch (CelProblem e) {
            throw new SchemaProblem(place + ": " + e.getMessage(), e);
        }
    }

    /** Before a step runs there is nothing to fill in: only its why, its figures and its checks are shown afterwards. */
    private @Nullable Expressions expressionsOf(String key) {
        if (!key.matches("steps\\.[^.]+\\.(why|figures\\..*)|exercise\\.figures\\..*|checks\\..*")) {
            return null;
        }
        String[] parts = key.split("\\.", 3);
        Expressions whole = expressions.get(parts[0]);
        return whole != null || parts.length < 2 ? whole : expressions.get(parts[0] + "." + parts[1]);
    }
}
