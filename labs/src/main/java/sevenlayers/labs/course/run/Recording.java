package sevenlayers.labs.course.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sevenlayers.labs.course.cel.CelProblem;
import sevenlayers.labs.course.cel.Expression;
import sevenlayers.labs.course.cel.Scope;
import sevenlayers.labs.course.chapter.Body;

/** What one run of a step's actions recorded: the variables of its expressions, and the calls for the evidence. */
public final class Recording implements Scope {

    private final Body body;
    private final Map<String, Object> recorded = new HashMap<>();
    private final Map<String, Object> computed = new HashMap<>();
    private final Set<String> computing = new HashSet<>();
    private final List<Map<String, Object>> calls = new ArrayList<>();

    /** @param words the words of the chapter's language that the expressions use */
    Recording(Body body, Map<String, String> words) {
        this.body = body;
        record("words", words);
    }

    /** Records the answers of an action, in place of earlier ones of the same name. */
    void record(String name, Object answers) {
        recorded.put(name, answers);
        computed.clear();
    }

    /** Keeps a call for the evidence. */
    void keep(
            String name,
            String to,
            String method,
            Map<String, Object> request,
            List<Map<String, Object>> answers,
            long tookMillis) {
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("name", name);
        call.put("to", to);
        call.put("method", method);
        call.put("request", request);
        call.put("took_millis", tookMillis);
        call.put("answers", answers);
        calls.add(call);
    }

    /** What was asked last under a name. */
    Map<String, Object> request(String name) {
        Map<String, Object> request = new LinkedHashMap<>();
        for (Map<String, Object> call : calls) {
            if (name.equals(call.get("name")) && call.get("request") instanceof Map<?, ?> fields) {
                request.clear();
                fields.forEach((field, value) -> request.put(String.valueOf(field), value));
            }
        }
        return request;
    }

    List<Map<String, Object>> calls() {
        return List.copyOf(calls);
    }

    @Override
    public Optional<Object> find(String name) {
        Object known = recorded.getOrDefault(name, computed.get(name));
        if (known != null) {
            return Optional.of(known);
        }
        Expression value = body.values().get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!computing.add(name)) {
            throw new CelProblem("the value '" + name + "' is defined by itself");
        }
        try {
            Object result = value.value(this);
            computed.put(name, result);
            return Optional.of(result);
        } finally {
            computing.remove(name);
        }
    }
}
