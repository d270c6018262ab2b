package sevenlayers.labs.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WidthTest {

    @ParameterizedTest
    @CsvSource({"node-1, 6", "연결, 4", "한 pod, 6", "ｶﾅ, 2", "漢字, 4", "é, 1", "█│✓, 3", "'', 0"})
    void a_wide_character_takes_two_columns_and_a_mark_none(String text, int columns) {
        assertThat(Width.of(text)).isEqualTo(columns);
    }

    @Test
    void a_combining_accent_takes_no_column() {
        assertThat(Width.of("e\u0301")).isEqualTo(1);
    }

    @Test
    void colour_codes_take_no_column() {
        assertThat(Width.of("\u001b[38;5;38mnode-1\u001b[0m")).isEqualTo(6);
        assertThat(Width.of("\u001b[1m")).isZero();
    }

    @Test
    void a_cut_never_splits_a_wide_character() {
        assertThat(Width.cut("연결하나", 5)).isEqualTo("연결…");
        assertThat(Width.cut("연결", 4)).isEqualTo("연결");
    }

    @Test
    void columns_of_a_table_line_up_with_korean_in_them() {
        assertThat(new Table().row("연결", "1").row("pod", "22").lines(100)).containsExactly("  연결   1", "  pod    22");
    }

    @Test
    void the_last_column_of_a_table_goes_on_below_itself() {
        assertThat(new Table()
                        .row("docker", "not installed, not running, or not yours")
                        .lines(36))
                .containsExactly("  docker   not installed, not", "           running, or not yours");
    }
}
