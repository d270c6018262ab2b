package sevenlayers.labs.course.run;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.course.doors.DoorCalls;
import sevenlayers.labs.world.PodStatus;
import sevenlayers.labs.world.World;

/**
 * The settings of the balancer: as they are, as it was started with them, and put back.
 *
 * <p>Settings are by listener, {@code l4} and {@code l7}, and JSON of {@code sevenlayers.balancer.v1.Settings}. Weights and draining name
 * backends, and the balancer refuses a name that it does not list. So after a change of pods we wait until it knows them, and leave out
 * who is gone for good.
 */
final class BalancerState {

    private static final String SERVICE = "sevenlayers.balancer.v1.BalancerService/";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration EVERY = Duration.ofMillis(200);

    private final World world;
    private final DoorCalls calls;

    BalancerState(World world, DoorCalls calls) {
        this.world = world;
        this.calls = calls;
    }

    Map<String, Map<String, Object>> now() throws InterruptedException {
        return settings("listeners");
    }

    /** As the balancer was started. */
    Map<String, Map<String, Object>> atStart() throws InterruptedException {
        return settings("atStart");
    }

    /** The same with {@code over} laid over it; of health, group by group. */
    Map<String, Map<String, Object>> atStart(Map<String, Map<String, Object>> over) throws InterruptedException {
        Map<String, Map<String, Object>> settings = atStart();
        over.forEach((listener, changes) ->
                changes.forEach((name, value) -> settings.computeIfAbsent(listener, _ -> new LinkedHashMap<>())
                        .merge(name, value, (old, changed) -> {
                            boolean groups = name.equals("health");
                            return groups ? with(fields(old), fields(changed)) : changed;
                        })));
        return settings;
    }

    /** Sets what is not as {@code wanted}. */
    void put(Map<String, Map<String, Object>> wanted, List<String> done) throws InterruptedException {
        Map<String, Map<String, Object>> now = now();
        for (Map.Entry<String, Map<String, Object>> listener : wanted.entrySet()) {
            String layer = listener.getKey().toUpperCase(Locale.ROOT);
            if (!PlainJson.same(listener.getValue(), now.get(listener.getKey()))) {
                Map<String, Object> settings = listed(layer, listener.getValue());
                if (!PlainJson.same(settings, now.get(listener.getKey()))) {
                    set(layer, settings);
                    done.add("set the balancer's " + layer + " listener back");
                }
            }
        }
    }

    private void set(String layer, Map<String, Object> settings) throws InterruptedException {
        ask("SetSettings", Map.of("layer", "LAYER_" + layer, "settings", settings));
    }

    private Map<String, Map<String, Object>> settings(String which) throws InterruptedException {
        Map<String, Map<String, Object>> settings = new TreeMap<>();
        for (Map<String, Object> answer : ask("GetSettings", Map.of())) {
            for (Map<String, Object> listener : maps(answer.get(which))) {
                String layer = String.valueOf(listener.get("layer"));
                settings.put(
                        layer.substring(layer.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT),
                        fields(listener.get("settings")));
            }
        }
        return settings;
    }

    /** The settings without backends that are not listed any more. */
    private Map<String, Object> listed(String layer, Map<String, Object> settings) throws InterruptedException {
        Map<String, Map<String, Object>> weights = weighted(settings);
        List<String> drains = draining(settings);
        Set<String> named = new TreeSet<>(weights.keySet());
        named.addAll(drains);
        if (named.isEmpty()) {
            return settings;
        }
        Set<String> listed = listed(layer, named);
        weights.keySet().retainAll(listed);
        Map<String, Object> kept = with(settings, Map.of("weights", Map.of("weights", List.copyOf(weights.values()))));
        if (drains.isEmpty()) {
            return kept;
        }
        Map<String, Object> draining =
                Map.of("backends", drains.stream().filter(listed::contains).toList());
        return with(kept, Map.of("health", with(fields(settings.get("health")), Map.of("draining", draining))));
    }

    /** What the balancer lists, by address and by pod, once it lists all that are named or as many as are ready. */
    private Set<String> listed(String layer, Set<String> named) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            Set<String> listed = new TreeSet<>();
            int backends = 0;
            for (Map<String, Object> answer : ask("ListBackends", Map.of("layer", "LAYER_" + layer))) {
                for (Map<String, Object> listener : maps(answer.get("listeners"))) {
                    for (Map<String, Object> backend : maps(listener.get("backends"))) {
                        listed.add(String.valueOf(backend.get("address")));
                        listed.add(String.valueOf(backend.get("pod")));
                        backends++;
                    }
                }
            }
            if (listed.containsAll(named) || backends == ready() || System.nanoTime() > end) {
                return listed;
            }
            Thread.sleep(EVERY);
        }
    }

    private long ready() {
        return world.services().stream()
                .filter(service -> service.name().equals("node"))
                .flatMap(service -> service.pods().stream())
                .filter(pod -> pod.state() == PodStatus.State.READY)
                .count();
    }

    private List<Map<String, Object>> ask(String method, Map<String, Object> request) throws InterruptedException {
        return calls.call("balancer", SERVICE + method, request, 0, LIMIT);
    }

    /** Each weight by its backend. */
    private static Map<String, Map<String, Object>> weighted(Map<String, Object> settings) {
        Map<String, Map<String, Object>> weights = new LinkedHashMap<>();
        maps(fields(settings.get("weights")).get("weights"))
                .forEach(weight -> weights.put(String.valueOf(weight.get("backend")), weight));
        return weights;
    }

    private static List<String> draining(Map<String, Object> settings) {
        Object backends = fields(fields(settings.get("health")).get("draining")).get("backends");
        return backends instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Map<String, Object> with(Map<String, Object> base, Map<String, Object> over) {
        Map<String, Object> merged = new LinkedHashMap<>(base);
        merged.putAll(over);
        return merged;
    }

    private static List<Map<String, Object>> maps(@Nullable Object list) {
        return list instanceof List<?> elements
                ? elements.stream().map(BalancerState::fields).toList()
                : List.of();
    }

    private static Map<String, Object> fields(@Nullable Object map) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (map instanceof Map<?, ?> values) {
            values.forEach((name, value) -> fields.put(String.valueOf(name), value));
        }
        return fields;
    }
}
