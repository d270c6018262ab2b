package sevenlayers.labs.selftest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonStreamParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An answer as a page shows it, compared in what matters: {@code …} stands for anything. Of JSON, an object may have more fields than are
 * shown, an array has the elements that are shown, and of a stream of answers one must match. Of text, white space does not matter.
 */
record Expected(String language, String text) {

    private static final String ANYTHING = "…";

    /** Why {@code answer} is not what was expected; empty if it is. */
    Optional<String> differs(String answer) {
        return language.equals("json") ? json(answer) : words(answer);
    }

    private Optional<String> words(String answer) {
        boolean same = pattern(spaced(text)).matcher(spaced(answer)).matches();
        return same ? Optional.empty() : Optional.of("the text differs");
    }

    private Optional<String> json(String answer) {
        List<String> differences = new ArrayList<>();
        try {
            JsonElement expected = JsonParser.parseString(text);
            JsonStreamParser answers = new JsonStreamParser(answer);
            while (answers.hasNext()) {
                Optional<String> difference = compare("", expected, answers.next());
                if (difference.isEmpty()) {
                    return difference;
                }
                differences.add(difference.get());
            }
        } catch (JsonParseException e) {
            return Optional.of("it is not JSON");
        }
        return Optional.of(differences.isEmpty() ? "there is no answer" : differences.getLast());
    }

    private static Optional<String> compare(String path, JsonElement expected, JsonElement answer) {
        if (isAnything(expected)) {
            return Optional.empty();
        }
        if (expected instanceof JsonObject fields && answer instanceof JsonObject others) {
            return fields.entrySet().stream()
                    .map(field -> others.has(field.getKey())
                            ? compare(path + "." + field.getKey(), field.getValue(), others.get(field.getKey()))
                            : Optional.of(path + "." + field.getKey() + " is not there"))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (expected instanceof JsonArray elements && answer instanceof JsonArray others) {
            if (elements.size() != others.size()) {
                return Optional.of(path + " has " + others.size() + " elements, not " + elements.size());
            }
            for (int i = 0; i < elements.size(); i++) {
                Optional<String> difference = compare(path + "[" + i + "]", elements.get(i), others.get(i));
                if (difference.isPresent()) {
                    return difference;
                }
            }
            return Optional.empty();
        }
        if (expected instanceof JsonPrimitive one
                && answer instanceof JsonPrimitive other
                && pattern(one.getAsString()).matcher(other.getAsString()).matches()) {
            return Optional.empty();
        }
        return Optional.of(path + " is " + answer + ", not " + expected);
    }

    private static boolean isAnything(JsonElement expected) {
        return expected instanceof JsonPrimitive text
                && text.isString()
                && text.getAsString().equals(ANYTHING);
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(
                List.of(text.split(ANYTHING, -1)).stream().map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }

    private static String spaced(String text) {
        return text.strip()
                .replaceAll("\\s+", " ")
                .replace(" " + ANYTHING, ANYTHING)
                .replace(ANYTHING + " ", ANYTHING);
    }
}
