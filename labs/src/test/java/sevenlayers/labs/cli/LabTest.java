package sevenlayers.labs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
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

    @Test
    void an_agent_that_is_gone_is_said_in_a_sentence() {
        assertThat(Errors.sentence(Status.UNAVAILABLE.withDescription("io exception")))
                .contains("./lab up")
                .doesNotContain("io exception");
        assertThat(Errors.sentence(Status.INVALID_ARGUMENT.withDescription("replicas is 0")))
                .isEqualTo("replicas is 0");
    }
}
