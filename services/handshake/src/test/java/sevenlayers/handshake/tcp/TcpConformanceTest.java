package sevenlayers.handshake.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/tcp-conformance.md: no requirement without a row, and no row without a test. */
final class TcpConformanceTest {
    private static final int MUSTS = 69;
    private static final Pattern ROW =
            Pattern.compile("\\| ((?:MUST|SHLD)-\\d+) \\| [\\d.]+ \\| ([^|]{10,}) \\| `(\\w+)#(\\w+)` \\|");

    private record Row(String id, String test, String method) {}

    private static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("docs/tcp-conformance.md"))) {
                return at;
            }
        }
        throw new AssertionError("no folder above this one has docs/tcp-conformance.md");
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(root().resolve("docs/tcp-conformance.md")).stream()
                .filter(line -> line.startsWith("| MUST") || line.startsWith("| SHLD"))
                .map(line -> {
                    Matcher row = ROW.matcher(line);
                    assertThat(row.matches())
                            .as("id, section, requirement and test in: %s", line)
                            .isTrue();
                    return new Row(row.group(1), row.group(3), row.group(4));
                })
                .toList();
    }

    private static Map<String, String> tests() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("wire", "handshake")) {
            try (Stream<Path> files = Files.walk(root().resolve("services/" + module + "/src/test/java"))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    sources.merge(name, Files.readString(file), String::concat);
                }
            }
        }
        return sources;
    }

    @Test
    void everyMustHasExactlyOneRow() throws IOException {
        assertThat(rows().stream().map(Row::id).filter(id -> id.startsWith("MUST")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, MUSTS)
                        .mapToObj(i -> "MUST-" + i)
                        .toList());
    }

    @Test
    void everyRowNamesATestThatRuns() throws IOException {
        Map<String, String> tests = tests();
        for (Row row : rows()) {
            assertThat(tests).as(row.id()).containsKey(row.test());
            // The method, and between the end of the one before it and its name an annotation that makes it a test.
            Pattern test = Pattern.compile(
                    "@(?:Test|ParameterizedTest)\\b(?:(?!\\n    }\\n).)*?\\bvoid " + row.method() + "\\(",
                    Pattern.DOTALL);
            assertThat(test.matcher(tests.get(row.test())).find())
                    .as("%s: %s#%s is a test", row.id(), row.test(), row.method())
                    .isTrue();
        }
    }
}
