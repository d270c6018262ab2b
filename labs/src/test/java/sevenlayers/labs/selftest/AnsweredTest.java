package sevenlayers.labs.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnsweredTest {

    private final Answered answer = new Answered("./lab pause node-2", 0, "  node-2 is\n  frozen.\n");

    @Test
    void words_count_and_line_breaks_do_not() {
        assertThatCode(() -> answer.succeeds().says("node-2 is frozen").saysNot("node-3"))
                .doesNotThrowAnyException();
    }

    @Test
    void what_is_not_as_expected_breaks_with_the_command_and_what_it_said() {
        assertThatThrownBy(() -> answer.exits(1))
                .isInstanceOf(Broken.class)
                .hasMessageContaining("./lab pause node-2\nexpected exit status 1\nsaw      exit status 0")
                .hasMessageContaining("frozen.");
        assertThatThrownBy(answer::fails).isInstanceOf(Broken.class);
        assertThatThrownBy(() -> answer.says("node-2", "goes on"))
                .isInstanceOf(Broken.class)
                .hasMessageContaining("\"goes on\"");
        assertThatThrownBy(() -> answer.saysNot("frozen")).isInstanceOf(Broken.class);
    }

    @Test
    void a_command_in_the_background_hears_what_is_typed(@TempDir Path folder) {
        Shell shell = new Shell(folder, folder.resolve("log"), Map.of("GREETING", "hello"));
        try (Background cat =
                Background.start(shell, List.of("sh", "-c", "echo $GREETING; read line; echo got $line; exit 3"))) {
            cat.awaits("hello");
            cat.types("a line");
            cat.ends(1).exits(3).says("got a line");
        }
        assertThat(folder.resolve("log")).content().contains("got a line");
        try (Background silent = Background.start(shell, List.of("sh", "-c", "exit 0"))) {
            assertThatThrownBy(() -> silent.awaits("hello")).isInstanceOf(Broken.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Ready in 3.4 s, 512 MiB. Next:      | true  | ready in 3.4 s (goal: under 5 s), 512 MiB (goal: under 1 GiB)
            Ready in 1 min 05 s, 1.0 GiB. Next: | false | ready in 1 min 05 s (goal: under 5 s), 1.0 GiB (goal: under 1 GiB)
            Ready in 999 ms. Next:              | true  | ready in 999 ms (goal: under 5 s), in memory that this system does not tell (goal: under 1 GiB)
            """)
    void the_goals_stand_beside_what_up_says(String said, boolean fits, String line) {
        Goals goals = Goals.of(new Answered("./lab up", 0, "node 3 pods\n\n" + said + "\n  ./lab run 20\n"));
        assertThat(goals.line()).isEqualTo(line);
        assertThat(goals.fits()).isEqualTo(fits);
    }

    @Test
    void an_up_that_does_not_say_how_long_it_took_is_broken() {
        assertThatThrownBy(() -> Goals.of(new Answered("./lab up", 0, "Everything is up and unchanged. Next:")))
                .isInstanceOf(Broken.class);
    }
}
