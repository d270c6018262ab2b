package sevenlayers.labs.course.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionsTest {

    private static final Map<String, Object> ROW_2 = Map.of("label", "node-2", "value", 60L);

    private final Expressions expressions = new Expressions(List.of("list", "rows", "labels", "drive"));
    private final Scope scope = name -> Optional.ofNullable(Map.<String, Object>of(
                    "list", List.of(20L, 19L, 21L),
                    "rows", List.of(ROW_2),
                    "labels", List.of("node-10", "node-1", "node-2"),
                    "drive", List.of(Map.of("call", Map.of()), Map.of("summary", Map.of("ok", 60L, "share", 0.5))))
            .get(name));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sum(list) | 60",
                "sum([]) | 0",
                "sum([0.5, 1.5]) | 2",
                "maxMinusMin(list) | 2",
                "maxMinusMin([]) | 0",
                "maxMinusMin([7]) | 0",
                "last(drive).summary.ok | 60",
                "first(list) | 20",
                "sentence(rows) | node-2 60",
                "sentence(withZeros(rows, labels)) | node-1 0, node-2 60, node-10 0",
                "size(drive.filter(m, has(m.summary))) | 1",
                "list.distinct() | 20, 19, 21",
                "labels.join(' ') | node-10 node-1 node-2",
                "countOf(labels, 'node-1') | 1",
                "countOf(list, 7) | 0",
                "time(180) | 180 µs",
                "time(3400) | 3.4 ms",
                "time(250000) | 250 ms",
                "time(1200000) | 1.2 s",
                "percent(7, 40) | 17.5 %",
                "percent(7, 0) | –",
                "lengthOf('YWJj') | 3",
                "hexOf('YWJj') | 616263",
                "utf8Of('YWJj') | abc",
                "bytesOf('abc') | YWJj",
                "hexOf(flipped('YWJj', 0)) | e16263",
                "hexOf(flipped('YWJj', 23)) | 616262",
                "hexOf(xor('YWJj', 'YWI=')) | 0000",
            })
    void a_function_has_its_value(String source, String value) {
        assertThat(expressions.compile(source).text(scope)).isEqualTo(value);
    }

    @Test
    void a_count_and_a_fraction_compare_as_numbers_do() {
        assertThat(expressions
                        .compile("last(drive).summary.ok > 0.5 && last(drive).summary.share < 1")
                        .isTrue(scope))
                .isTrue();
    }

    @Test
    void a_name_that_is_not_there_is_said_with_the_nearest() {
        assertThatThrownBy(() -> expressions.compile("size(lits)"))
                .isInstanceOf(CelProblem.class)
                .hasMessageContaining("lits")
                .hasMessageContaining("known here: list, rows, labels, drive")
                .hasMessageContaining("Did you mean \"list\"?");
    }

    @Test
    void a_field_that_was_not_recorded_is_a_problem_of_the_expression_and_not_false() {
        assertThatThrownBy(
                        () -> expressions.compile("last(drive).sumary.ok == 60").isTrue(scope))
                .isInstanceOf(CelProblem.class)
                .hasMessageContaining("last(drive).sumary.ok == 60");
    }

    @Test
    void what_is_neither_true_nor_false_is_no_condition() {
        assertThatThrownBy(() -> expressions.compile("sum(list)").isTrue(scope))
                .hasMessageContaining("must be true or false");
    }

    @Test
    void the_last_of_nothing_is_a_problem() {
        assertThatThrownBy(() -> expressions.compile("last([])").value(scope))
                .hasMessageContaining("nothing was answered");
    }

    @Test
    void a_text_is_filled_in_and_its_expressions_may_have_braces() {
        Template template = Template.parse("saw ${sum(list)} of $5, ${{'a': 1}.a} {braces}", expressions);
        assertThat(template.fill(scope)).isEqualTo("saw 60 of $5, 1 {braces}");
    }

    @Test
    void a_text_with_an_open_brace_is_refused() {
        assertThatThrownBy(() -> Template.parse("saw ${sum(list)", expressions))
                .hasMessageContaining("without its '}'");
    }

    @Test
    void what_was_not_recorded_has_no_value() {
        Expression early = new Expressions(List.of("later")).compile("last(later).answer");
        assertThatThrownBy(() -> early.value(_ -> Optional.empty()))
                .isInstanceOf(CelProblem.class)
                .hasMessageContaining("not recorded, or not yet");
    }
}
