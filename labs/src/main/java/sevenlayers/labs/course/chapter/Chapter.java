package sevenlayers.labs.course.chapter;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.world.WorldKind;

/**
 * A chapter of the course: a folder that holds everything about one lesson.
 *
 * @param id the folder's name: number and topic, as in {@code 20-one-connection-one-pod}
 * @param minutes what it takes a person
 * @param prerequisites chapters to do first
 * @param claims that it measures
 * @param worlds that can serve it
 * @param state what it needs before its first step
 */
public record Chapter(
        String id,
        Path folder,
        int minutes,
        List<String> prerequisites,
        List<String> claims,
        List<WorldKind> worlds,
        State state,
        List<Step> steps,
        @Nullable Exercise exercise,
        Texts texts) {

    /**
     * The state that a chapter needs.
     *
     * @param replicas pods by service
     * @param knobs of every node pod that are not at their start
     * @param balancer its settings that are not at their start, by listener: {@code l4}, {@code l7}; as JSON of {@code
     *     sevenlayers.balancer.v1.Settings}
     */
    public record State(
            Map<String, Integer> replicas, Map<String, Object> knobs, Map<String, Map<String, Object>> balancer) {}

    /** {@code 20}. */
    public String number() {
        return id.substring(0, id.indexOf('-'));
    }

    /** {@code one-connection-one-pod}. */
    public String name() {
        return id.substring(id.indexOf('-') + 1);
    }

    /** The checks of its steps, in order. */
    public Stream<Check> checks() {
        return steps.stream().flatMap(step -> step.checks().stream());
    }

    public Step step(String stepId) {
        return steps.stream()
                .filter(step -> step.id().equals(stepId))
                .findFirst()
                .orElseThrow();
    }
}
