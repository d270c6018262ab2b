package sevenlayers.labs.world.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.labs.world.WorldException;

class ToolTest {

    @TempDir
    Path directory;

    private Tool shell(String name, String value) {
        return new Tool("sh", directory, Map.of(name, value));
    }

    @Test
    void both_outputs_and_the_status_are_heard() {
        Answer answer = shell("WORD", "hello").run("-c", "echo $WORD; echo oops >&2; exit 3");

        assertThat(answer.out()).isEqualTo("hello");
        assertThat(answer.err()).isEqualTo("oops");
        assertThat(answer.exit()).isEqualTo(3);
    }

    @Test
    void a_failure_is_told_in_the_programs_own_last_words() {
        Answer answer = shell("A", "b").run("-c", "seq 20 >&2; exit 1");

        assertThatThrownBy(() -> answer.orElseThrow("The sky did not turn green"))
                .isInstanceOf(WorldException.class)
                .hasMessageStartingWith("The sky did not turn green. `sh -c seq 20 >&2; exit 1` ended with 1:")
                .hasMessageEndingWith("19\n20")
                .hasMessageNotContaining("\n14\n");
    }

    @Test
    void a_program_that_reads_gets_nothing_to_read_and_does_not_hang() {
        assertThat(shell("A", "b")
                        .run(Duration.ofSeconds(20), List.of("-c", "cat; echo done"))
                        .out())
                .isEqualTo("done");
    }

    @Test
    void much_output_on_one_stream_does_not_block_the_other() {
        Answer answer = shell("A", "b").run("-c", "seq 100000 >&2; seq 100000");

        assertThat(answer.lines()).hasSize(100_000);
        assertThat(answer.err()).endsWith("100000");
    }

    @Test
    void a_program_that_is_not_there_is_said_to_be_missing() {
        Tool none = new Tool("no-such-program-here", directory, Map.of());

        assertThat(none.present()).isFalse();
        assertThat(shell("A", "b").present()).isTrue();
        assertThatThrownBy(() -> none.run("x"))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("no-such-program-here");
    }

    @Test
    void a_program_that_does_not_end_is_ended() {
        assertThatThrownBy(() -> shell("A", "b").run(Duration.ofMillis(300), List.of("-c", sleeping())))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("did not end within");
        assertThat(alive()).isFalse();
    }

    @Test
    void an_interrupt_ends_the_program_that_is_followed() throws Exception {
        List<String> lines = new ArrayList<>();
        Thread reader = Thread.startVirtualThread(
                () -> shell("A", "b").follow(List.of("-c", "echo first; " + sleeping()), lines::add));
        assertThat(Patience.until(Duration.ofSeconds(20), Duration.ofMillis(20), this::alive))
                .isTrue();

        reader.interrupt();
        reader.join();

        assertThat(lines).containsExactly("first");
        assertThat(alive()).isFalse();
    }

    /** One that is silent would hold the thread that carries a virtual one. */
    @Test
    void a_program_is_listened_to_on_a_thread_of_its_own() throws Exception {
        List<Boolean> virtual = new ArrayList<>();
        Thread.startVirtualThread(() -> shell("A", "b")
                        .follow(
                                List.of("-c", "echo first"),
                                _ -> virtual.add(Thread.currentThread().isVirtual())))
                .join();

        assertThat(virtual).containsExactly(false);
    }

    /** A command that leaves its number in a file and then sleeps under it. */
    private String sleeping() {
        return "echo $$ > " + directory.resolve("pid") + "; exec sleep 60";
    }

    private boolean alive() {
        try {
            String pid = Files.readString(directory.resolve("pid")).strip();
            return !pid.isEmpty()
                    && ProcessHandle.of(Long.parseLong(pid))
                            .filter(ProcessHandle::isAlive)
                            .isPresent();
        } catch (IOException _) {
            return false; // not started yet
        }
    }
}
