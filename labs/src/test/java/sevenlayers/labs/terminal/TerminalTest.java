package sevenlayers.labs.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void a_terminal_has_colours_and_live_lines_and_a_file_has_neither() {
        assertThat(terminal(true, 80, Map.of()).colour()).isTrue();
        assertThat(terminal(true, 80, Map.of()).live()).isTrue();
        assertThat(terminal(false, 80, Map.of()).colour()).isFalse();
        assertThat(terminal(false, 80, Map.of()).live()).isFalse();
    }

    @Test
    void no_color_and_a_dumb_terminal_mean_plain_text() {
        assertThat(terminal(true, 80, Map.of("NO_COLOR", "1")).colour()).isFalse();
        assertThat(terminal(true, 80, Map.of("NO_COLOR", "")).colour()).isTrue();
        assertThat(terminal(true, 80, Map.of("TERM", "dumb")).live()).isFalse();
    }

    @Test
    void nothing_is_wider_than_100_columns() {
        assertThat(terminal(true, 250, Map.of()).columns()).isEqualTo(100);
        assertThat(terminal(true, 72, Map.of()).columns()).isEqualTo(72);
    }

    @Test
    void without_utf_8_shapes_become_ascii() {
        Terminal terminal = Terminal.of(new PrintStream(written, true, StandardCharsets.US_ASCII), false, 80, Map.of());
        terminal.line("✓ node-1 │ ██ → 3 · µs");
        assertThat(written.toString(StandardCharsets.US_ASCII))
                .isEqualTo("ok node-1 | ## > 3 - us" + System.lineSeparator());
    }

    @Test
    void json_loses_nothing_without_utf_8() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Terminal.of(new PrintStream(bytes, true, StandardCharsets.US_ASCII), false, 100, Map.of())
                .json("{\"expected\":\"20 ± 1\"}");
        assertThat(bytes.toString(StandardCharsets.US_ASCII).strip()).isEqualTo("{\"expected\":\"20 \\u00b1 1\"}");
    }

    @Test
    void a_progress_bar_in_a_file_is_one_line_an_event() {
        try (ProgressBar bar = new ProgressBar(terminal(false, 80, Map.of()), "starting")) {
            bar.update(0, 2, "");
            bar.update(0, 2, "");
            bar.update(1, 2, "node-1");
        }
        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .startsWith("  starting   0 of 2", "  starting   1 of 2  node-1")
                .noneMatch(line -> line.contains("\r") || line.contains("\u001b"));
    }

    @Test
    void a_progress_bar_on_a_terminal_keeps_to_its_width() {
        try (ProgressBar bar = new ProgressBar(terminal(true, 60, Map.of()), "building")) {
            bar.update(1, 6, "a very long note about what is being done at this moment, and more");
        }
        assertThat(written.toString(StandardCharsets.UTF_8).split("\r", -1))
                .allMatch(line -> Width.of(line.strip()) <= 60);
    }

    @Test
    void a_pod_has_the_same_colour_everywhere_and_node_1_and_node_2_have_different_ones() {
        Terminal terminal = terminal(true, 80, Map.of());
        assertThat(terminal.inColourOf("node-1", "x")).isEqualTo(terminal.inColourOf("node-1", "x"));
        assertThat(terminal.inColourOf("node-1", "x")).isNotEqualTo(terminal.inColourOf("node-2", "x"));
    }

    @ParameterizedTest
    @CsvSource({
        "180000, 180 µs",
        "12000000, 12 ms",
        "999600000, 1.0 s",
        "3400000000, 3.4 s",
        "38000000000, 38 s",
        "245000000000, 4 min 05 s",
        "7800000000000, 2 h 10 min"
    })
    void durations_have_units_that_a_person_reads(long nanos, String text) {
        assertThat(People.duration(Duration.ofNanos(nanos))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"900, 900 B", "1536, 1.5 KiB", "536870912, 512 MiB", "1288490188, 1.2 GiB"})
    void sizes_have_units_that_a_person_reads(long bytes, String text) {
        assertThat(People.bytes(bytes)).isEqualTo(text);
    }

    private Terminal terminal(boolean tty, int columns, Map<String, String> environment) {
        Charset utf8 = StandardCharsets.UTF_8;
        return Terminal.of(new PrintStream(written, true, utf8), tty, columns, environment);
    }
}
