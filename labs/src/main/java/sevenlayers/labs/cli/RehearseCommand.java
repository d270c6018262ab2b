package sevenlayers.labs.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import sevenlayers.lab.v1.GetWorldResponse;
import sevenlayers.labs.agent.Rehearsal;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.world.Layout;

/** Does what the command and the agent do most, on nothing, for the AOT cache that the build makes. */
@Command(
        name = "rehearse",
        hidden = true,
        description = "For the build: shows the JVM which classes the command needs.")
final class RehearseCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("lab-rehearsal");
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try {
            GetWorldResponse world = Rehearsal.run(new Layout(0, false, Map.of()), folder);
            Terminal terminal = new Terminal(nowhere, true, true, true, Terminal.WIDEST);
            Services.print(terminal, world.getServicesList());
            Services.printPods(terminal, world.getServicesList());
            Lab.commandLine().usage(nowhere);
        } finally {
            Files.deleteIfExists(folder.resolve("token"));
            Files.deleteIfExists(folder.resolve("agent.json"));
            Files.deleteIfExists(folder);
        }
        return 0;
    }
}
