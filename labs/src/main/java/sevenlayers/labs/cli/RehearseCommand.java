package sevenlayers.labs.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sevenlayers.lab.v1.GetWorldResponse;
import sevenlayers.labs.agent.Rehearsal;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.processes.Probe;

/** Does what the command and the agent do most, on nothing, for the AOT cache that the build makes. */
@Command(
        name = "rehearse",
        hidden = true,
        description = "For the build: shows the JVM which classes the command needs.")
final class RehearseCommand implements Callable<Integer> {

    private static final int QUESTIONS = 3;

    @Option(
            names = "--ask",
            paramLabel = "ADDRESS:PORT",
            description = "Ask this pod what every pod is asked first, so that its JVM is shown, too.")
    @Nullable
    String pod;

    @Override
    public Integer call() throws IOException {
        if (pod != null) {
            int colon = pod.lastIndexOf(':');
            InetSocketAddress grpc =
                    new InetSocketAddress(pod.substring(0, colon), Integer.parseInt(pod.substring(colon + 1)));
            for (int i = 0; i < QUESTIONS; i++) {
                Probe.serves(grpc);
            }
            return 0;
        }
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
