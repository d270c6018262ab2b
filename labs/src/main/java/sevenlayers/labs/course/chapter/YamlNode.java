package sevenlayers.labs.course.chapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.world.Nearest;

/** A place in a YAML file: its value, and where it is, so that whatever is wrong there can be said. */
public final class YamlNode {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern DURATION = Pattern.compile("(\\d+) ?(ms|s|min)");

    private final String file;
    private final String path;
    private final @Nullable Object value;

    private YamlNode(String file, String path, @Nullable Object value) {
        this.file = file;
        this.path = path;
        this.value = value;
    }

    /** @throws SchemaProblem if there is no such file or it is not YAML */
    public static YamlNode read(Path file) {
        String name = shown(file);
        try {
            String text = Files.readString(file);
            if (text.lines().allMatch(line -> line.isBlank() || line.startsWith("#"))) {
                throw new SchemaProblem(name + ": there is nothing in it");
            }
            return new YamlNode(name, "", YAML.readValue(text, Object.class));
        } catch (JsonProcessingException e) {
            String at =
                    e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
            throw new SchemaProblem(name + at + ": not YAML: " + firstLine(e.getOriginalMessage()), e);
        } catch (NoSuchFileException e) {
            throw new SchemaProblem(name + ": there is no such file, and it must be here", e);
        } catch (IOException e) {
            throw new SchemaProblem(name + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** The same place with another value, as when a patch is laid over it. */
    YamlNode with(Object other) {
        return new YamlNode(file, path, other);
    }

    /** A file as it is named in what is said about it, from the repository on: {@code labs/mine/20/answer.yaml}. */
    static String shown(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        int names = absolute.getNameCount();
        int from = Math.max(0, names - 2);
        for (int name = 0; name < names; name++) {
            from = absolute.getName(name).toString().equals("labs") ? name : from;
        }
        return absolute.subpath(from, names).toString().replace('\\', '/');
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }

    public SchemaProblem problem(String what) {
        return new SchemaProblem(file + (path.isEmpty() ? "" : ": " + path) + ": " + what);
    }

    public boolean missing() {
        return value == null;
    }

    /** The value as it was read: maps, lists, strings, numbers, booleans. */
    public Object raw() {
        if (value == null) {
            throw problem("must be here, with a value");
        }
        return value;
    }

    /** This map, which has no other keys than {@code allowed}. */
    public YamlNode only(String... allowed) {
        return only(Set.of(allowed));
    }

    public YamlNode only(Set<String> allowed) {
        for (String key : map().keySet()) {
            if (!allowed.contains(key)) {
                String names = String.join(", ", allowed.stream().sorted().toList());
                throw child(key).problem("not known here; allowed: " + names + "." + Nearest.hint(key, allowed));
            }
        }
        return this;
    }

    /** The value of a key of this map; one that is {@link #missing} if there is none. */
    public YamlNode get(String key) {
        return map().getOrDefault(key, new YamlNode(file, join(key), null));
    }

    private YamlNode child(String key) {
        return new YamlNode(file, join(key), null);
    }

    private String join(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The keys and values; empty if there is nothing here. */
    public Map<String, YamlNode> map() {
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw problem("must be a map of names to values");
        }
        Map<String, YamlNode> nodes = new LinkedHashMap<>();
        map.forEach(
                (key, child) -> nodes.put(String.valueOf(key), new YamlNode(file, join(String.valueOf(key)), child)));
        return nodes;
    }

    /** The same as plain maps, lists and values. */
    public Map<String, Object> rawMap() {
        Map<String, Object> raw = new LinkedHashMap<>();
        map().forEach((key, node) -> raw.put(key, node.raw()));
        return raw;
    }

    /** The elements; empty if there is nothing here. */
    public List<YamlNode> list() {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw problem("must be a list");
        }
        List<YamlNode> nodes = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            nodes.add(new YamlNode(file, path + "[" + i + "]", list.get(i)));
        }
        return nodes;
    }

    public <T> List<T> list(Function<YamlNode, T> reader) {
        return list().stream().map(reader).toList();
    }

    /** Text, not empty. A number is taken as it is written. */
    public String string() {
        if (raw() instanceof Boolean) {
            throw problem("YAML reads this word as " + raw() + "; where it is text, put it in quotes: \"no\"");
        }
        if (raw() instanceof Map || raw() instanceof List || raw().toString().isBlank()) {
            throw problem("must be text");
        }
        return raw().toString();
    }

    public String stringOr(String otherwise) {
        return missing() ? otherwise : string();
    }

    /** {@code true} or {@code false}. */
    public boolean bool() {
        if (raw() instanceof Boolean bool) {
            return bool;
        }
        throw problem("is " + raw() + "; it must be true or false");
    }

    /** One of {@code allowed}. */
    public String oneOf(Iterable<String> allowed) {
        List<String> names = new ArrayList<>();
        allowed.forEach(names::add);
        if (!names.contains(string())) {
            throw problem("'" + string() + "' is not known here; allowed: " + String.join(", ", names) + "."
                    + Nearest.hint(string(), names));
        }
        return string();
    }

    public int integer(int from, int to) {
        if (raw() instanceof Integer number && number >= from && number <= to) {
            return number;
        }
        throw problem("is " + raw() + "; it must be a whole number from " + from + " to " + to);
    }

    /** {@code 300 ms}, {@code 31 s}, {@code 2 min}; up to ten minutes. */
    public Duration duration() {
        Matcher matcher = DURATION.matcher(string());
        if (matcher.matches() && matcher.group(1).length() < 7) {
            long amount = Long.parseLong(matcher.group(1));
            Duration duration = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                default -> Duration.ofMinutes(amount);
            };
            if (duration.compareTo(Duration.ofMinutes(10)) <= 0) {
                return duration;
            }
        }
        throw problem("'" + string() + "' is not a time; write it as in 300 ms, 31 s or 2 min, up to 10 min");
    }

    public Duration durationOr(Duration otherwise) {
        return missing() ? otherwise : duration();
    }

    @Override
    public String toString() {
        return file + ": " + path;
    }
}
