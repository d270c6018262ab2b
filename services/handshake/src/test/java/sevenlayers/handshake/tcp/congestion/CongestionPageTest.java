package sevenlayers.handshake.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/tcp-congestion.md} names all the algorithms that there are, and tests that exist. */
class CongestionPageTest {
    private static final Path PAGE = Path.of("../../docs/tcp-congestion.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern NAME = Pattern.compile("(?m)^\\| `(\\w+)`");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

    @Test
    void the_page_has_a_row_for_each_algorithm() throws IOException {
        assertThat(found(NAME)).isEqualTo(CongestionControls.NAMES);
    }

    @Test
    void the_tests_that_it_names_exist() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            List<String> existing =
                    files.map(file -> file.getFileName().toString()).toList();
            assertThat(found(TEST))
                    .isNotEmpty()
                    .allSatisfy(test -> assertThat(existing).contains(test + ".java"));
        }
    }

    private static List<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
