package sevenlayers.labs.world.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.tool.Answer;
import sevenlayers.labs.world.tool.Tool;

/**
 * kubectl, tied to one context and to the lab's namespace: no call can end up elsewhere because somebody switched contexts meanwhile.
 *
 * @param tool the kubectl program
 * @param context the context
 */
record Kubectl(Tool tool, String context) {

    /** Where everything of the lab lives. */
    static final String NAMESPACE = "seven-layers";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The kubectl program of this machine.
     *
     * @throws WorldException there is none
     */
    static Tool program(Path directory) {
        Tool kubectl = new Tool("kubectl", directory, Map.of());
        if (!kubectl.present()) {
            throw new WorldException(
                    "There is no kubectl on this machine: the cluster world needs it. Install kubectl, or use the processes world: ./lab up");
        }
        return kubectl;
    }

    /**
     * The context that kubectl would use by itself.
     *
     * @throws WorldException there is none
     */
    static String currentContext(Tool kubectl) {
        Answer current = kubectl.run("config", "current-context");
        if (!current.ok() || current.out().isBlank()) {
            throw new WorldException(
                    "kubectl has no current context, so there is no cluster to use. Name one (./lab up --cluster --context NAME;"
                            + " `kubectl config get-contexts` lists them), or make one: ./lab up --kind");
        }
        return current.out().strip();
    }

    /** Runs kubectl to its end. */
    Answer run(String... arguments) {
        return tool.run(with(List.of(arguments)));
    }

    /** Runs kubectl to its end, or for {@code limit}. */
    Answer run(Duration limit, String... arguments) {
        return tool.run(limit, with(List.of(arguments)));
    }

    /** Runs it until it ends or the thread is interrupted. */
    void follow(List<String> arguments, Consumer<String> line) {
        tool.follow(with(arguments), line);
    }

    /** What {@code kubectl get} prints as JSON; the elements, if it is a list. */
    JsonNode get(String... what) {
        Answer answer =
                run(Stream.concat(Stream.concat(Stream.of("get"), Stream.of(what)), Stream.of("--output", "json"))
                        .toArray(String[]::new));
        return read(answer.orElseThrow("The cluster did not answer"));
    }

    /** The machines of the cluster; none where this user may not list them. */
    JsonNode machines() {
        Answer answer = run("get", "nodes", "--output", "json");
        return answer.ok() ? read(answer) : JSON.createArrayNode();
    }

    private static JsonNode read(Answer answer) {
        try {
            JsonNode read = JSON.readTree(answer.out());
            return read.has("items") ? read.get("items") : read;
        } catch (JsonProcessingException e) {
            throw new WorldException("kubectl wrote JSON that cannot be read: " + answer.command(), e);
        }
    }

    /**
     * Asks the cluster for a sign of life.
     *
     * @throws WorldException it gave none
     */
    void requireAnswer() {
        Answer version = run("version", "--request-timeout=10s");
        if (!version.ok()) {
            String why = version.err().lines().filter(line -> !line.isBlank()).reduce("", (_, last) -> last);
            throw new WorldException(
                    "The cluster of the context " + context + " does not answer: " + why
                            + "\nStart it, or name another: ./lab up --cluster --context NAME (`kubectl config get-contexts` lists them).");
        }
    }

    /** The command line before the arguments, for tools that run on their own. */
    List<String> with(List<String> arguments) {
        return Stream.concat(Stream.of("--context", context, "--namespace", NAMESPACE), arguments.stream())
                .toList();
    }
}
