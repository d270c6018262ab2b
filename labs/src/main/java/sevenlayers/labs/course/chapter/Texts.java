package sevenlayers.labs.course.chapter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a chapter says, by key and language. {@code text.en.yaml} has every key; another language has those that are translated, and
 * English stands in for the rest, key by key.
 */
public final class Texts {

    private static final String ENGLISH = "en";

    private final Path folder;
    private final Map<String, Map<String, String>> byLanguage;

    private Texts(Path folder, Map<String, Map<String, String>> byLanguage) {
        this.folder = folder;
        this.byLanguage = byLanguage;
    }

    /** Reads {@code text.<language>.yaml} of every language that is there. */
    static Texts read(Path folder, List<String> languages) {
        Map<String, Map<String, String>> byLanguage = new LinkedHashMap<>();
        for (String language : languages) {
            Path file = folder.resolve("text." + language + ".yaml");
            if (language.equals(ENGLISH) || Files.exists(file)) {
                Map<String, String> texts = new LinkedHashMap<>();
                flatten("", YamlNode.read(file), texts);
                byLanguage.put(language, texts);
            }
        }
        return new Texts(folder, byLanguage);
    }

    private static void flatten(String prefix, YamlNode node, Map<String, String> into) {
        if (node.raw() instanceof Map) {
            node.map().forEach((key, child) -> flatten(prefix.isEmpty() ? key : prefix + "." + key, child, into));
        } else if (node.raw() instanceof List) {
            List<YamlNode> list = node.list();
            for (int i = 0; i < list.size(); i++) {
                into.put(prefix + "." + (i + 1), list.get(i).string().strip());
            }
        } else {
            into.put(prefix, node.string().strip());
        }
    }

    /** The text of a key that the schema requires. */
    public String get(String language, String key) {
        String text = find(language, key);
        if (text == null) {
            throw new SchemaProblem(YamlNode.shown(folder.resolve("text.en.yaml")) + ": " + key + ": must be here");
        }
        return text;
    }

    public @Nullable String find(String language, String key) {
        String text = byLanguage.getOrDefault(language, Map.of()).get(key);
        return text != null ? text : byLanguage.getOrDefault(ENGLISH, Map.of()).get(key);
    }

    /** The list under a key: {@code key.1}, {@code key.2}, … */
    public List<String> list(String language, String key) {
        List<String> texts = new ArrayList<>();
        for (int i = 1; ; i++) {
            String text = find(language, key + "." + i);
            if (text == null) {
                return texts;
            }
            texts.add(text);
        }
    }

    /** The texts under a key by what follows it, as {@code steps.one.words} has them; English ones where they are not translated. */
    public Map<String, String> map(String language, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String each : List.of(ENGLISH, language)) {
            all(each).forEach((name, text) -> {
                if (name.startsWith(key + ".")) {
                    texts.put(name.substring(key.length() + 1), text);
                }
            });
        }
        return texts;
    }

    /** Languages that have a file. */
    public Iterable<String> languages() {
        return byLanguage.keySet();
    }

    /** Every key of a language's file with its text. */
    Map<String, String> all(String language) {
        return byLanguage.getOrDefault(language, Map.of());
    }
}
