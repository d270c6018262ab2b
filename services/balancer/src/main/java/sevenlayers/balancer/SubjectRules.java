package sevenlayers.balancer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import sevenlayers.balancer.explain.Limits;
import sevenlayers.balancer.explain.Subject;
import sevenlayers.balancer.v1.ExplainedBackend;
import sevenlayers.chassis.errors.Violations;

/** What a backend of an explanation may be, and what is meant where nothing was said. */
final class SubjectRules {
    private final Violations violations;
    private final Set<String> names = new HashSet<>();

    /** Tells {@code violations} all that is wrong; if there is anything, the results must not be used. */
    SubjectRules(Violations violations) {
        this.violations = violations;
    }

    /** Whether one of that name has been read. */
    boolean knows(String name) {
        return names.contains(name);
    }

    /**
     * Reads some; each name may be there once, in all that one object reads.
     *
     * @param field as in {@code backends}
     * @param atLeast so many
     */
    List<Subject> read(List<ExplainedBackend> messages, String field, int atLeast) {
        violations.range(field, messages.size(), atLeast, Limits.BACKENDS);
        List<Subject> subjects = new ArrayList<>();
        for (int i = 0; i < Math.min(messages.size(), Limits.BACKENDS); i++) {
            subjects.add(read(messages.get(i), field + "[" + i + "]"));
        }
        return subjects;
    }

    private Subject read(ExplainedBackend message, String path) {
        String name = message.getName();
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        violations.check(
                !name.isBlank() && bytes <= Limits.NAME_BYTES,
                path + ".name",
                Violations.quoted(name) + " is no name; allowed: 1 to " + Limits.NAME_BYTES + " bytes");
        violations.check(
                names.add(name), path + ".name", Violations.quoted(name) + " is there twice; allowed: each name once");
        int weight = message.hasWeight() ? message.getWeight() : 1;
        violations.range(path + ".weight", weight, 1, Limits.WEIGHT);
        violations.range(path + ".active", message.getActive(), 0, Limits.ACTIVE);
        violations.range(path + ".latency_micros", message.getLatencyMicros(), 0, Limits.LATENCY_MICROS);
        return new Subject(
                name,
                weight,
                message.getActive(),
                message.hasLatencyMicros() ? OptionalLong.of(message.getLatencyMicros()) : OptionalLong.empty());
    }
}
