package sevenlayers.handshake;

import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sevenlayers.handshake.v1.NamedScenario;
import sevenlayers.handshake.v1.Scenario;

/** The catalogue: each scenario is a file among the resources, in protobuf's text format, and {@code INDEX} has their order. */
final class NamedScenarios {
    private static final Map<String, NamedScenario> ALL = load();

    private NamedScenarios() {}

    private static Map<String, NamedScenario> load() {
        Map<String, NamedScenario> all = new LinkedHashMap<>();
        for (String name : text("INDEX")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList()) {
            NamedScenario.Builder scenario = NamedScenario.newBuilder();
            try {
                TextFormat.getParser().merge(text(name + ".textproto"), scenario);
            } catch (TextFormat.ParseException e) {
                throw new IllegalStateException("scenario " + name + ": " + e.getMessage(), e);
            }
            all.put(name, scenario.setName(name).build());
        }
        return all;
    }

    private static String text(String file) {
        try (InputStream in = NamedScenarios.class.getResourceAsStream("/scenarios/" + file)) {
            if (in == null) {
                throw new IllegalStateException("there is no scenarios/" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    static List<NamedScenario> all() {
        return List.copyOf(ALL.values());
    }

    /** One that there is. */
    static Scenario named(String name) {
        NamedScenario scenario = ALL.get(name);
        if (scenario == null) {
            throw new IllegalArgumentException("there is no scenario " + name);
        }
        return scenario.getScenario();
    }
}
