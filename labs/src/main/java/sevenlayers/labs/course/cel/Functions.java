package sevenlayers.labs.course.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import sevenlayers.labs.course.chapter.NaturalOrder;

/**
 * What a chapter's expressions can use beyond CEL's own functions and its extensions for strings, maths and lists.
 *
 * <ul>
 *   <li>{@code last(list)}, {@code first(list)}: a recorded answer is the list of its messages, so the summary of a drive is {@code
 *       last(drive).summary}
 *   <li>{@code sum(list)} of numbers, 0 for none; {@code maxMinusMin(list)}, 0 for fewer than two
 *   <li>{@code withZeros(rows, labels)}: rows {@code {'label': …, 'value': …}} in the order of their labels, with a row of 0 for each
 *       label that has none
 *   <li>{@code sentence(rows)}: {@code node-1 60, node-2 0}
 *   <li>{@code countOf(list, value)}: how often it is in the list
 *   <li>{@code time(micros)}: {@code 180 µs}, {@code 3.4 ms}, {@code 1.2 s}
 *   <li>{@code percent(part, whole)}: {@code 17.5 %}
 *   <li>{@code lengthOf(bytes)}, {@code hexOf(bytes)}, {@code utf8Of(bytes)}: of bytes, which answers have as base64; {@code bytesOf(text)}
 *       makes such of a text
 *   <li>{@code flipped(bytes, bit)}: with one bit changed, counted from the first; {@code xor(bytes, bytes)}: of the length of the shorter
 * </ul>
 */
final class Functions {

    private static final CelType ROWS = ListType.create(SimpleType.DYN);

    private Functions() {}

    static ImmutableList<CelFunctionDecl> declarations() {
        return ImmutableList.of(
                declare("last", SimpleType.DYN, ROWS),
                declare("first", SimpleType.DYN, ROWS),
                declare("sum", SimpleType.DYN, ROWS),
                declare("maxMinusMin", SimpleType.DYN, ROWS),
                declare("withZeros", ROWS, ROWS, ROWS),
                declare("sentence", SimpleType.STRING, ROWS),
                declare("countOf", SimpleType.INT, ROWS, SimpleType.DYN),
                declare("time", SimpleType.STRING, SimpleType.DYN),
                declare("percent", SimpleType.STRING, SimpleType.DYN, SimpleType.DYN),
                declare("lengthOf", SimpleType.INT, SimpleType.DYN),
                declare("hexOf", SimpleType.STRING, SimpleType.DYN),
                declare("utf8Of", SimpleType.STRING, SimpleType.DYN),
                declare("bytesOf", SimpleType.STRING, SimpleType.STRING),
                declare("flipped", SimpleType.STRING, SimpleType.DYN, SimpleType.INT),
                declare("xor", SimpleType.STRING, SimpleType.DYN, SimpleType.DYN));
    }

    static ImmutableList<CelFunctionBinding> bindings() {
        return ImmutableList.of(
                CelFunctionBinding.from("last_lab", List.class, list -> element(list, list.size() - 1)),
                CelFunctionBinding.from("first_lab", List.class, list -> element(list, 0)),
                CelFunctionBinding.from("sum_lab", List.class, Functions::sum),
                CelFunctionBinding.from("maxMinusMin_lab", List.class, Functions::maxMinusMin),
                CelFunctionBinding.from("withZeros_lab", List.class, List.class, Functions::withZeros),
                CelFunctionBinding.from("sentence_lab", List.class, Functions::sentence),
                CelFunctionBinding.from("countOf_lab", List.class, Object.class, Functions::countOf),
                CelFunctionBinding.from("time_lab", Object.class, Functions::time),
                CelFunctionBinding.from("percent_lab", Object.class, Object.class, Functions::percent),
                CelFunctionBinding.from("lengthOf_lab", Object.class, bytes -> (long) Base64Bytes.of(bytes).length),
                CelFunctionBinding.from("hexOf_lab", Object.class, Base64Bytes::hex),
                CelFunctionBinding.from("utf8Of_lab", Object.class, Base64Bytes::utf8),
                CelFunctionBinding.from("bytesOf_lab", String.class, Base64Bytes::ofText),
                CelFunctionBinding.from("flipped_lab", Object.class, Long.class, Base64Bytes::flipped),
                CelFunctionBinding.from("xor_lab", Object.class, Object.class, Base64Bytes::xor));
    }

    private static CelFunctionDecl declare(String name, CelType result, CelType... parameters) {
        return CelFunctionDecl.newFunctionDeclaration(
                name, CelOverloadDecl.newGlobalOverload(name + "_lab", result, parameters));
    }

    private static Object element(List<?> list, int index) {
        if (list.isEmpty()) {
            throw new IllegalArgumentException("the list is empty: nothing was answered");
        }
        return list.get(index);
    }

    private static Object sum(List<?> list) {
        if (list.stream().allMatch(Long.class::isInstance)) {
            return list.stream().mapToLong(value -> (Long) value).reduce(0, Math::addExact);
        }
        return list.stream().mapToDouble(Functions::number).sum();
    }

    private static Object maxMinusMin(List<?> list) {
        if (list.stream().allMatch(Long.class::isInstance)) {
            var figures = list.stream().mapToLong(value -> (Long) value).summaryStatistics();
            return figures.getCount() == 0 ? 0L : figures.getMax() - figures.getMin();
        }
        var figures = list.stream().mapToDouble(Functions::number).summaryStatistics();
        return figures.getMax() - figures.getMin();
    }

    private static List<Map<String, Object>> withZeros(List<?> rows, List<?> labels) {
        Map<String, Map<String, Object>> byLabel = new HashMap<>();
        for (Object label : labels) {
            Map<String, Object> zero = new LinkedHashMap<>();
            zero.put("label", text(label));
            zero.put("value", 0L);
            byLabel.put(text(label), zero);
        }
        for (Map<String, Object> row : rows(rows)) {
            byLabel.put(text(field(row, "label")), row);
        }
        List<String> order = new ArrayList<>(byLabel.keySet());
        order.sort(NaturalOrder.INSTANCE);
        return order.stream().map(label -> entry(byLabel, label)).toList();
    }

    private static Map<String, Object> entry(Map<String, Map<String, Object>> byLabel, String label) {
        Map<String, Object> row = byLabel.get(label);
        return row == null ? Map.of() : row;
    }

    private static String sentence(List<?> rows) {
        return rows(rows).stream()
                .map(row -> text(field(row, "label")) + " " + text(field(row, "value")))
                .collect(Collectors.joining(", "));
    }

    private static Object countOf(List<?> list, Object value) {
        return list.stream().filter(value::equals).count();
    }

    private static String time(Object micros) {
        double value = number(micros);
        if (Math.abs(value) < 1000) {
            return Math.round(value) + " µs";
        }
        return value < 999_500 ? scaled(value / 1000) + " ms" : scaled(value / 1e6) + " s";
    }

    /** One digit after the point where there is room for it. */
    private static String scaled(double value) {
        return String.format(Locale.ROOT, value < 99.5 ? "%.1f" : "%.0f", value);
    }

    private static String percent(Object part, Object whole) {
        double of = number(whole);
        return of == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * number(part) / of);
    }

    private static Object field(Map<String, Object> row, String name) {
        Object value = row.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a row has no '" + name + "': " + row);
        }
        return value;
    }

    private static double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(text(value) + " is not a number");
    }

    static List<Map<String, Object>> rows(Object value) {
        if (!(value instanceof List<?> list)) {
            throw new CelProblem(text(value) + " is not a list of rows");
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> map)) {
                throw new CelProblem(text(element) + " is not a row: {'label': …, 'value': …}");
            }
            Map<String, Object> row = new LinkedHashMap<>();
            map.forEach((key, field) -> row.put(text(key), field));
            rows.add(row);
        }
        return rows;
    }

    static String text(Object value) {
        return switch (value) {
            case Double number
            when number == Math.rint(number) && Math.abs(number) < 1e15 -> Long.toString(number.longValue());
            case List<?> list -> list.stream().map(Functions::text).collect(Collectors.joining(", "));
            case NullValue _ -> "nothing";
            default -> value.toString();
        };
    }
}
