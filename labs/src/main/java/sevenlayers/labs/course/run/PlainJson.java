package sevenlayers.labs.course.run;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares values as protobuf's JSON means them. */
final class PlainJson {

    private PlainJson() {}

    /** Numbers may be whole, fractions or strings; a missing one is 0, and so is a message of nothing but zeros. */
    static boolean same(@Nullable Object one, @Nullable Object other) {
        return normal(one).equals(normal(other));
    }

    private static String normal(@Nullable Object value) {
        return switch (value) {
            case null -> "0";
            case Number number -> String.valueOf(number.doubleValue()).replaceAll("\\.0$", "");
            case Map<?, ?> map -> {
                Map<String, String> sorted = new TreeMap<>();
                map.forEach((key, field) -> sorted.put(String.valueOf(key), normal(field)));
                sorted.values().removeIf("0"::equals);
                yield sorted.isEmpty() ? "0" : sorted.toString();
            }
            case List<?> list -> {
                List<String> elements = list.stream().map(PlainJson::normal).toList();
                yield elements.isEmpty() ? "0" : elements.toString();
            }
            default -> value.toString();
        };
    }
}
