package sevenlayers.labs.course.chapter;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.course.cel.CelProblem;
import sevenlayers.labs.course.cel.Expression;
import sevenlayers.labs.course.cel.Expressions;
import sevenlayers.labs.course.chapter.Action.Target;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.Nearest;

/** Reads the actions of a step; each has exactly one verb. */
final class ActionReader {

    private static final Set<String> VERBS = Set.of("call", "scale", "stop", "pause", "resume", "sleep");
    private static final Set<String> CALL = Set.of(
            "as",
            "call",
            "door",
            "pod",
            "pods",
            "request",
            "with",
            "mayFail",
            "mine",
            "into",
            "take",
            "limit",
            "until",
            "every",
            "meanwhile");
    private static final Pattern METHOD = Pattern.compile("(sevenlayers\\.([a-z]+)\\.v\\d+|[\\w.]+)\\.\\w+/\\w+");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration EVERY = Duration.ofMillis(500);

    private final Expressions expressions;

    ActionReader(Expressions expressions) {
        this.expressions = expressions;
    }

    List<Action> read(List<YamlNode> nodes) {
        return nodes.stream().map(this::read).toList();
    }

    /** The name that an action is given: {@code as}, or its verb and what follows it. */
    static String name(YamlNode node) {
        if (!node.get("as").missing()) {
            return node.get("as").string();
        }
        String verb = verb(node);
        return verb + " " + node.get(verb).string();
    }

    static boolean records(YamlNode node) {
        return !node.get("as").missing() && verb(node).equals("call");
    }

    private static String verb(YamlNode node) {
        List<String> verbs =
                node.map().keySet().stream().filter(VERBS::contains).toList();
        if (verbs.size() != 1) {
            String keys = String.join(", ", node.map().keySet());
            throw node.problem("must have one verb of "
                    + String.join(", ", VERBS.stream().sorted().toList()) + "; it has " + keys
                    + node.map().keySet().stream()
                            .map(key -> Nearest.hint(key, VERBS))
                            .filter(hint -> !hint.isEmpty())
                            .findFirst()
                            .orElse(""));
        }
        return verbs.getFirst();
    }

    private Action read(YamlNode node) {
        String name = name(node);
        return switch (verb(node)) {
            case "call" -> call(name, node.only(CALL));
            case "scale" -> {
                node.only("as", "scale", "to");
                yield new Action.Scale(
                        name, service(node.get("scale")), node.get("to").integer(1, Layout.MAX_REPLICAS));
            }
            case "sleep" -> {
                node.only("as", "sleep", "since");
                YamlNode since = node.get("since");
                yield new Action.Sleep(name, node.get("sleep").duration(), since.missing() ? null : since.string());
            }
            case "stop" -> pod(name, node, "stop", Action.Verb.STOP);
            case "pause" -> pod(name, node, "pause", Action.Verb.PAUSE);
            default -> pod(name, node, "resume", Action.Verb.RESUME);
        };
    }

    private static Action pod(String name, YamlNode node, String key, Action.Verb verb) {
        node.only("as", key);
        return new Action.PodAction(name, verb, pod(node.get(key)));
    }

    private static String service(YamlNode service) {
        return service.oneOf(Layout.serviceNames());
    }

    /** A pod that there can be: {@code node-2}. */
    private static String pod(YamlNode pod) {
        String name = pod.string();
        int dash = name.lastIndexOf('-');
        if (dash < 0
                || !Layout.serviceNames().contains(name.substring(0, dash))
                || !name.substring(dash + 1).matches("[1-9]\\d?")) {
            throw pod.problem("'" + name + "' is not a pod; write it as in node-2, with one of "
                    + String.join(", ", Layout.serviceNames()));
        }
        return name;
    }

    private Action call(String name, YamlNode node) {
        YamlNode method = node.get("call");
        var matcher = METHOD.matcher(method.string());
        if (!matcher.matches()) {
            throw method.problem("'" + method.string()
                    + "' is not a method; write it as in sevenlayers.client.v1.ClientService/Drive");
        }
        YamlNode until = node.get("until");
        YamlNode mine = node.get("mine");
        return new Action.Call(
                name,
                target(node, matcher.group(2)),
                method.string(),
                node.get("request").missing() ? Map.of() : node.get("request").rawMap(),
                with(node.get("with")),
                !node.get("mayFail").missing() && node.get("mayFail").bool(),
                mine.missing() ? null : mine(node),
                node.get("take").missing() ? 0 : node.get("take").integer(1, 10_000),
                node.get("limit").durationOr(LIMIT),
                until.missing()
                        ? null
                        : new Action.Until(expression(until), node.get("every").durationOr(EVERY)),
                node.get("meanwhile").list(this::meanwhile));
    }

    private Map<String, Expression> with(YamlNode node) {
        Map<String, Expression> fields = new LinkedHashMap<>();
        if (!node.missing()) {
            node.map().forEach((field, value) -> fields.put(field, expression(value)));
        }
        return fields;
    }

    private Action meanwhile(YamlNode node) {
        if (verb(node).equals("call")) {
            throw node.problem(
                    "is a call; while another is under way there can be scale, stop, pause, resume and sleep");
        }
        return read(node);
    }

    private static Action.Mine mine(YamlNode node) {
        YamlNode into = node.get("into");
        return new Action.Mine(node.get("mine").string(), into.missing() ? null : into.string());
    }

    private static Target target(YamlNode node, @Nullable String area) {
        int said = 0;
        for (String key : List.of("door", "pod", "pods")) {
            said += node.get(key).missing() ? 0 : 1;
        }
        if (said > 1) {
            throw node.problem("asks one of door, pod, pods; it names " + said);
        }
        if (!node.get("pod").missing()) {
            return new Target.OnePod(pod(node.get("pod")));
        }
        if (!node.get("pods").missing()) {
            return new Target.EachPod(service(node.get("pods")));
        }
        if (!node.get("door").missing()) {
            return new Target.Door(service(node.get("door")));
        }
        if (area == null || !Layout.serviceNames().contains(area)) {
            throw node.problem(
                    "must say whom to ask, since the package of the method names no service: door, pod or pods; "
                            + "a door is one of " + String.join(", ", Layout.serviceNames())
                            + (area == null ? "" : "." + Nearest.hint(area, Layout.serviceNames())));
        }
        return new Target.Door(area);
    }

    Expression expression(YamlNode node) {
        try {
            return expressions.compile(node.string(), node.toString());
        } catch (CelProblem e) {
            throw new SchemaProblem(node.problem(e.getMessage()).getMessage(), e);
        }
    }

    /** {@code patch} laid over {@code base}: maps are merged, a null takes a field away, anything else replaces. */
    static Object merge(Object base, @Nullable Object patch) {
        if (!(base instanceof Map<?, ?> into) || !(patch instanceof Map<?, ?> over)) {
            return patch == null ? base : patch;
        }
        Map<Object, Object> merged = new LinkedHashMap<>(into);
        over.forEach((key, value) -> {
            if (value == null) {
                merged.remove(key);
            } else {
                Object old = into.get(key);
                merged.put(key, old == null ? value : merge(old, value));
            }
        });
        return merged;
    }
}
