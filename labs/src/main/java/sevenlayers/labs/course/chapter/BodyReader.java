package sevenlayers.labs.course.chapter;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sevenlayers.labs.course.cel.Expression;
import sevenlayers.labs.course.cel.Expressions;
import sevenlayers.labs.course.chapter.Check.Because;
import sevenlayers.labs.course.chapter.Check.Control;
import sevenlayers.labs.world.Nearest;

/** Reads what steps and exercises have in common: actions, values, figures, checks and controls. */
final class BodyReader {

    private final YamlNode node;
    private final Map<String, YamlNode> actionNodes = new LinkedHashMap<>();
    private final ActionReader actions;
    private final Body body;

    BodyReader(YamlNode node, Set<String> given) {
        this.node = node;
        Set<String> variables = new LinkedHashSet<>(given);
        for (YamlNode action : node.get("actions").list()) {
            String name = ActionReader.name(action);
            if (actionNodes.putIfAbsent(name, action) != null) {
                throw action.problem("a second action is called '" + name + "'; give it a name of its own with 'as'");
            }
            if (ActionReader.records(action)) {
                variables.add(name);
            }
        }
        for (Map.Entry<String, YamlNode> value : node.get("values").map().entrySet()) {
            if (!variables.add(value.getKey())) {
                throw value.getValue().problem("there is an action or value of that name already");
            }
        }
        Expressions expressions = new Expressions(variables);
        this.actions = new ActionReader(expressions);
        Map<String, Expression> values = new LinkedHashMap<>();
        node.get("values").map().forEach((name, value) -> values.put(name, actions.expression(value)));
        this.body = new Body(actions.read(List.copyOf(actionNodes.values())), values, expressions);
    }

    Body body() {
        return body;
    }

    Expression expression(YamlNode expression) {
        return actions.expression(expression);
    }

    List<Step.Figure> figures() {
        return node.get("figures").list(figure -> {
            figure.only("id", "kind", "rows");
            return new Step.Figure(
                    figure.get("id").string(), kind(figure.get("kind")), actions.expression(figure.get("rows")));
        });
    }

    private static Step.Kind kind(YamlNode kind) {
        List<String> labels =
                Arrays.stream(Step.Kind.values()).map(Step.Kind::label).toList();
        return kind.missing() ? Step.Kind.ROWS : Step.Kind.values()[labels.indexOf(kind.oneOf(labels))];
    }

    /** @param prefix of the checks' numbers: {@code 20.2} */
    List<Check> checks(String prefix, Set<String> claims, boolean controlled) {
        List<YamlNode> nodes = node.get("checks").list();
        if (nodes.isEmpty()) {
            throw node.get("checks").problem("must have at least one check");
        }
        List<Check> checks = new java.util.ArrayList<>();
        for (YamlNode check : nodes) {
            String number = prefix + (nodes.size() == 1 ? "" : String.valueOf((char) ('a' + checks.size())));
            checks.add(check(check, number, claims, controlled));
        }
        return checks;
    }

    private Check check(YamlNode check, String number, Set<String> claims, boolean controlled) {
        check.only("id", "claims", "applies", "that", "saw", "because", "control");
        if (check.get("claims").list().isEmpty()) {
            throw check.get("claims")
                    .problem("must name what it is evidence for, one or more of " + String.join(", ", claims));
        }
        YamlNode applies = check.get("applies");
        List<Because> because = check.get("because").map().entrySet().stream()
                .map(reason -> new Because(reason.getKey(), actions.expression(reason.getValue())))
                .toList();
        return new Check(
                check.get("id").string(),
                number,
                check.get("claims").list(claim -> claim.oneOf(claims)),
                applies.missing() ? null : actions.expression(applies),
                actions.expression(check.get("that")),
                check.get("saw").missing() ? null : actions.expression(check.get("saw")),
                because,
                controlled ? control(check.get("control")) : null);
    }

    private Control control(YamlNode control) {
        if (control.missing()) {
            throw control.problem("must be here: the step with the cause removed, in which the check must fail");
        }
        control.only("before", "only", "change");
        Map<String, YamlNode> chosen = new LinkedHashMap<>(actionNodes);
        if (!control.get("only").missing()) {
            List<String> only = control.get("only").list(name -> name.oneOf(actionNodes.keySet()));
            chosen.keySet().retainAll(only);
        }
        control.get("change").map().forEach((name, patch) -> {
            YamlNode action = chosen.get(name);
            if (action == null) {
                throw patch.problem("no action of that name runs in this control; allowed: "
                        + String.join(", ", chosen.keySet()) + "." + Nearest.hint(name, chosen.keySet()));
            }
            chosen.put(name, action.with(ActionReader.merge(action.raw(), patch.raw())));
        });
        List<Action> changed = actions.read(List.copyOf(chosen.values()));
        YamlNode before = control.get("before");
        boolean first = !before.missing() && before.bool();
        if (!first && changed.equals(body.actions())) {
            throw control.problem("changes nothing: it must take the cause of the check away");
        }
        return new Control(first, changed);
    }
}
