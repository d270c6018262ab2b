package sevenlayers.labs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LabTest {

    @Test
    void every_command_says_what_it_does_and_gives_an_example() {
        Lab.commandLine().getSubcommands().forEach((name, command) -> {
            StringWriter help = new StringWriter();
            command.usage(new PrintWriter(help));
            if (!command.getCommandSpec().usageMessage().hidden() && !name.equals("help")) {
                assertThat(help.toString()).as(name).contains("Example").contains("./lab " + name);
            }
        });
    }

    @Test
    void the_commands_of_the_readme_are_there() {
        assertThat(Lab.commandLine().getSubcommands().keySet())
                .containsAll(List.of(
                        "build", "up", "down", "status", "logs", "scale", "stop", "pause", "resume", "doctor", "test"));
    }

    @Test
    void a_command_that_is_not_there_is_an_error() {
        assertThat(Lab.commandLine().execute("stats")).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "ko_KR.UTF-8, '', true, ko",
        "ko_KR.UTF-8, en, true, en",
        "C.UTF-8, ko, true, ko",
        "fr_FR.UTF-8, '', true, en",
        "'', '', true, en",
        "ko_KR.eucKR, '', false, en"
    })
    void a_lab_speaks_the_systems_language_where_the_terminal_can_show_it(
            String lang, String own, boolean unicode, String language) {
        assertThat(CourseOptions.language(Map.of("LANG", lang, "LAB_LANGUAGE", own), unicode))
                .isEqualTo(language);
    }

    @Test
    void a_word_that_is_no_number_is_said_without_a_type_of_java() {
        assertThat(Errors.number("Invalid value for positional parameter at index 1 (PODS): 'x' is not an int"))
                .isEqualTo("PODS is \"x\"; it must be a whole number");
        assertThat(Errors.number("Invalid value for option '--last' (LINES): 'all' is not an int"))
                .isEqualTo("--last is \"all\"; it must be a whole number");
    }

    @Test
    void a_file_that_cannot_be_written_is_refused_before_the_work(@TempDir Path folder) throws Exception {
        OutputFile.prepare("--junit", folder.resolve("made/on/the/way/checks.xml"));
        assertThat(folder.resolve("made/on/the/way")).isDirectory();
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> OutputFile.prepare("--junit", file.resolve("checks.xml")))
                .hasMessageContaining("Name a file with --junit");
        assertThatThrownBy(() -> OutputFile.prepare("--junit", folder)).hasMessageContaining("cannot be written");
    }

    @Test
    void an_agent_that_is_gone_is_said_in_a_sentence() {
        assertThat(Errors.sentence(Status.UNAVAILABLE.withDescription("io exception")))
                .contains("./lab up")
                .doesNotContain("io exception");
        assertThat(Errors.sentence(Status.INVALID_ARGUMENT.withDescription("replicas is 0")))
                .isEqualTo("replicas is 0");
    }
}
