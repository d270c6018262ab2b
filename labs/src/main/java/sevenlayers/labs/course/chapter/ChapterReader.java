package sevenlayers.labs.course.chapter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import sevenlayers.labs.course.cel.Expression;
import sevenlayers.labs.course.chapter.Action.Call;
import sevenlayers.labs.course.chapter.Step.Prediction;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.WorldKind;

/** Reads a chapter's folder. Everything that can be known to be wrong before it runs is said here. */
public final class ChapterReader {

    /** Languages that a chapter may be written in; the first must be there. */
    public static final List<String> LANGUAGES = List.of("en", "ko");

    private static final Pattern ID = Pattern.compile("\\d\\d-[a-z0-9]+(-[a-z0-9]+)*");
    private static final Set<String> GIVEN = Set.of("world", "words");

    private final Path folder;
    private final Catalogue catalogue;
    private final Set<String> claims;

    public ChapterReader(Path folder, Catalogue catalogue) {
        this.folder = folder;
        this.catalogue = catalogue;
        this.claims =
                catalogue.of(folder.toAbsolutePath().normalize().getFileName().toString());
    }

    public Chapter read() {
        YamlNode lab = YamlNode.read(folder.resolve("lab.yaml"))
                .only("id", "minutes", "prerequisites", "claims", "worlds", "state", "steps", "exercise");
        String id = id(lab.get("id"));
        List<String> measured = claims(lab.get("claims"), id);
        Chapter.State state = state(lab.get("state"), new Chapter.State(Map.of(), Map.of(), Map.of()));
        List<Step> steps = steps(lab.get("steps"), id.substring(0, 2), state);
        Exercise exercise = lab.get("exercise").missing() ? null : exercise(lab.get("exercise"), id.substring(0, 2));
        Chapter chapter = new Chapter(
                id,
                folder,
                lab.get("minutes").integer(1, 240),
                lab.get("prerequisites").list(earlier -> earlier.oneOf(catalogue.chapters())),
                measured,
                lab.get("worlds").list(ChapterReader::world),
                state,
                steps,
                exercise,
                Texts.read(folder, LANGUAGES));
        if (!Files.exists(folder.resolve("README.md"))) {
            throw lab.problem("the chapter has no README.md beside it");
        }
        for (String claim : measured) {
            if (chapter.checks().noneMatch(check -> check.claims().contains(claim))) {
                throw lab.get("claims")
                        .problem("no check of any step is evidence for " + claim + "; each claim needs one");
            }
        }
        new TextRules(chapter).check();
        return chapter;
    }

    /** What the chapter measures: neither more nor less than the catalogue gives to it. */
    private List<String> claims(YamlNode node, String id) {
        if (claims.isEmpty()) {
            throw node.problem("labs/course/claims.yaml has no chapter " + id
                    + "; write it there first, with its claims under it: a chapter is there to measure them");
        }
        List<String> named = node.list(claim -> claim.oneOf(claims));
        if (!Set.copyOf(named).equals(claims)) {
            throw node.problem(
                    "must be all that labs/course/claims.yaml has for the chapter: " + String.join(", ", claims));
        }
        return named;
    }

    private String id(YamlNode id) {
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        if (!id.string().equals(name) || !ID.matcher(name).matches()) {
            throw id.problem("is '" + id.string()
                    + "'; it must be the folder's name, two digits and words with dashes: " + name);
        }
        return name;
    }

    private static WorldKind world(YamlNode world) {
        List<String> labels =
                Arrays.stream(WorldKind.values()).map(WorldKind::label).toList();
        return WorldKind.values()[labels.indexOf(world.oneOf(labels))];
    }

    /** A state, laid over the one that holds where it says nothing. */
    private static Chapter.State state(YamlNode state, Chapter.State otherwise) {
        state.only("replicas", "knobs", "balancer");
        Map<String, Integer> replicas = new LinkedHashMap<>(otherwise.replicas());
        state.get("replicas")
                .only(Set.copyOf(Layout.serviceNames()))
                .map()
                .forEach((service, number) -> replicas.put(service, number.integer(1, Layout.MAX_REPLICAS)));
        Map<String, Object> knobs = new LinkedHashMap<>(otherwise.knobs());
        knobs.putAll(state.get("knobs").rawMap());
        Map<String, Map<String, Object>> balancer = new LinkedHashMap<>(otherwise.balancer());
        state.get("balancer")
                .only("l4", "l7")
                .map()
                .forEach((listener, settings) -> balancer.put(
                        listener,
                        settings.only("policy", "source", "weights", "health").rawMap()));
        return new Chapter.State(replicas, knobs, balancer);
    }

    private List<Step> steps(YamlNode nodes, String number, Chapter.State state) {
        Map<String, Step> steps = new LinkedHashMap<>();
        Set<String> checks = new LinkedHashSet<>();
        for (YamlNode node : nodes.list()) {
            Step step = step(node, number + "." + (steps.size() + 1), state, steps.keySet());
            if (steps.putIfAbsent(step.id(), step) != null) {
                throw node.get("id").problem("a second step is called '" + step.id() + "'");
            }
            for (Check check : step.checks()) {
                if (!checks.add(check.id())) {
                    throw node.get("checks").problem("a second check of this chapter is called '" + check.id() + "'");
                }
            }
        }
        if (steps.isEmpty()) {
            throw nodes.problem("must have at least one step");
        }
        return List.copyOf(steps.values());
    }

    private Step step(YamlNode node, String number, Chapter.State state, Set<String> earlier) {
        node.only(
                "id", "state", "continues", "predict", "actions", "values", "figures", "checks", "by-hand", "evidence");
        BodyReader reader = new BodyReader(node, GIVEN);
        Set<String> calls = new LinkedHashSet<>();
        for (Action action : reader.body().actions()) {
            if (action instanceof Call) {
                calls.add(action.name());
            }
        }
        Map<String, Expression> evidence = new LinkedHashMap<>();
        node.get("evidence").map().forEach((name, expression) -> evidence.put(name, reader.expression(expression)));
        YamlNode continues = node.get("continues");
        if (!continues.missing() && !node.get("state").missing()) {
            throw node.get("state").problem("a step that continues another begins in the state where that one ends");
        }
        return new Step(
                node.get("id").string(),
                earlier.size() + 1,
                state(node.get("state"), state),
                continues.missing() ? null : continues.oneOf(earlier),
                reader.body(),
                prediction(node.get("predict")),
                reader.figures(),
                reader.checks(number, claims, true),
                node.get("by-hand").list(name -> name.oneOf(calls)),
                evidence);
    }

    private Prediction prediction(YamlNode node) {
        node.only("options", "answer", "claim");
        List<String> options = node.get("options").list(YamlNode::string);
        if (options.size() < 2) {
            throw node.get("options").problem("must have at least two letters: [a, b]");
        }
        return new Prediction(
                options, node.get("answer").oneOf(options), node.get("claim").oneOf(claims));
    }

    private Exercise exercise(YamlNode node, String number) {
        node.only("start", "allows", "actions", "values", "figures", "checks", "solutions", "wrong");
        Path start = folder.resolve(node.get("start").string());
        if (!Files.isRegularFile(start)) {
            throw node.get("start")
                    .problem("there is no file " + node.get("start").string());
        }
        BodyReader reader = new BodyReader(node, Set.of("world", "words", "mine"));
        Map<String, Set<String>> allows = new LinkedHashMap<>();
        node.get("allows")
                .map()
                .forEach((section, fields) -> allows.put(section, new LinkedHashSet<>(fields.list(YamlNode::string))));
        Exercise exercise = new Exercise(
                start,
                allows,
                reader.body(),
                reader.figures(),
                reader.checks(number + ".x", claims, false),
                answers(node.get("solutions")),
                answers(node.get("wrong")));
        exercise.answer(start);
        return exercise;
    }

    private static Map<String, Map<String, Object>> answers(YamlNode node) {
        Map<String, Map<String, Object>> answers = new LinkedHashMap<>();
        node.map().forEach((name, answer) -> answers.put(name, answer.rawMap()));
        if (answers.isEmpty()) {
            throw node.problem("must have at least one");
        }
        return answers;
    }
}
