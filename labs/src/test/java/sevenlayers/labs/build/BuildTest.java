package sevenlayers.labs.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {

    @TempDir
    private Path folder;

    @Test
    void a_fingerprint_is_of_names_and_contents_and_not_of_times() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "one");
        String before = fingerprint();
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        assertThat(fingerprint()).isEqualTo(before);
        Files.writeString(file, "two");
        assertThat(fingerprint()).isNotEqualTo(before);
        Files.writeString(file, "one");
        Files.move(file, folder.resolve("b"));
        assertThat(fingerprint()).isNotEqualTo(before);
    }

    @Test
    void words_do_not_run_together() {
        assertThat(new Fingerprint().add("ab").add("c").value())
                .isNotEqualTo(new Fingerprint().add("a").add("bc").value());
    }

    @Test
    void mavens_log_says_how_far_it_is() {
        MavenProgress progress = new MavenProgress(6);
        progress.take("[INFO] Building seven-layers 1.0.0-SNAPSHOT                             [1/7]");
        assertThat(progress.done()).isZero();
        assertThat(progress.of()).isEqualTo(6);
        progress.take("[INFO] Building node 1.0.0-SNAPSHOT                                     [4/7]");
        assertThat(progress.done()).isEqualTo(2);
        assertThat(progress.module()).isEqualTo("node");
        progress.take("Downloaded from central: https://example.org/a.jar (1 kB at 2 kB/s)");
        assertThat(progress.note()).isEqualTo("node, 1 files downloaded");
    }

    @Test
    void of_a_failed_build_the_compilers_words_are_kept_and_mavens_advice_is_not() {
        MavenProgress progress = new MavenProgress(1);
        for (String line : """
                [ERROR] COMPILATION ERROR :\s
                [ERROR] /x/Node.java:[3,5] cannot find symbol
                [ERROR] Failed to execute goal compile on project node: Compilation failure -> [Help 1]
                [ERROR]\s
                [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
                [ERROR] [Help 1] http://cwiki.apache.org/
                [ERROR] 	at io.quarkus.X.y(X.java:3)
                """.split("\n", -1)) {
            progress.take(line);
        }
        assertThat(progress.errors())
                .containsExactly(
                        "/x/Node.java:[3,5] cannot find symbol",
                        "Failed to execute goal compile on project node: Compilation failure");
    }

    private String fingerprint() {
        return new Fingerprint().add(folder).value();
    }
}
