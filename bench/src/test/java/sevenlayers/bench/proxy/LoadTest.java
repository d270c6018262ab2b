package sevenlayers.bench.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {
    private static final String SAID = """
            finished in 3.00s, 52334.67 req/s, 4.29MB/s
            requests: 157004 total, 157260 started, 157004 done, 157000 succeeded, 4 failed, 4 errored, 0 timeout
            """;

    @TempDir
    private Path folder;

    @Test
    void whatH2loadSaysIsUnderstood() throws IOException {
        Path times = folder.resolve("times");
        Files.writeString(
                times,
                IntStream.rangeClosed(1, 100)
                        .mapToObj(micros -> "1337000000\t200\t" + micros)
                        .collect(Collectors.joining("\n")));
        assertThat(Load.parse(SAID, times)).isEqualTo(new Load.Result(157_000, 4, 50, 99));
    }

    @Test
    void whatItSaysInsteadIsTold() {
        assertThatThrownBy(() -> Load.parse("cannot resolve", folder.resolve("times")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot resolve");
    }
}
