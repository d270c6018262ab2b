package sevenlayers.labs.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.world.WorldChoice;
import sevenlayers.labs.world.WorldException;

/** Starts the agent, and holds it until it may stay: whatever ends us before that, Ctrl-C or worse, ends it and its world. */
public final class AgentLauncher implements AutoCloseable {

    private static final int END_SECONDS = 40;

    private final Process agent;
    private final Thread guard;
    private boolean stays;

    private AgentLauncher(Process agent, Runnable interrupted) {
        this.agent = agent;
        this.guard = new Thread(
                () -> {
                    interrupted.run();
                    abandon();
                },
                "take the agent along");
    }

    /**
     * Starts the agent and waits until it serves.
     *
     * @param code fingerprint of the code it runs
     * @param interrupted told when Ctrl-C ends us before the agent may stay: taking everything down needs a while
     * @throws WorldException with its sentence, if it cannot
     */
    public static AgentLauncher start(Path home, Path state, WorldChoice choice, String code, Runnable interrupted) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags(home));
        command.addAll(List.of("-jar", jar(home).toString(), AgentMain.COMMAND));
        command.addAll(List.of(
                home.toString(),
                state.toString(),
                choice.kind().name(),
                choice.maker().name(),
                choice.context(),
                code));
        Path log = state.resolve("logs").resolve("agent.log");
        try {
            Files.createDirectories(state.resolve("logs"));
            Files.deleteIfExists(log);
            Process started = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            AgentLauncher launcher = new AgentLauncher(started, interrupted);
            Runtime.getRuntime().addShutdownHook(launcher.guard);
            launcher.awaitServing(log);
            return launcher;
        } catch (IOException e) {
            throw new WorldException("The agent could not be started: " + e.getMessage(), e);
        }
    }

    /** The world is up: from now on the agent stays until it is taken down. */
    public void stay() {
        try {
            agent.getOutputStream().write(AgentMain.STAY.getBytes(StandardCharsets.US_ASCII));
            agent.getOutputStream().flush();
            stays = true;
            forget();
        } catch (IOException e) {
            throw new WorldException("The agent has ended; its log is .lab/logs/agent.log", e);
        }
    }

    /** Ends the agent and its world, unless it stays. */
    @Override
    public void close() {
        if (!stays) {
            abandon();
            forget();
        }
    }

    private void awaitServing(Path log) throws IOException {
        BufferedReader said = agent.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        if (AgentMain.SERVING.equals(line)) {
            return;
        }
        close();
        throw new WorldException(sentence(line, log));
    }

    private static String sentence(@Nullable String line, Path log) {
        return line != null && line.startsWith(AgentMain.ERROR)
                ? line.substring(AgentMain.ERROR.length()).replace("\\n", "\n")
                : "The agent ended while it was starting; its log is " + log;
    }

    /** The end of its input tells it to take everything down. */
    private void abandon() {
        try {
            agent.getOutputStream().close();
        } catch (IOException _) {
            // It has ended already.
        }
        try {
            if (!agent.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                agent.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            agent.destroyForcibly();
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(guard);
        } catch (IllegalStateException _) {
            // We are shutting down: the hook runs.
        }
    }

    private static Path jar(Path home) {
        return home.resolve("labs/target/labs.jar");
    }

    private static List<String> flags(Path home) {
        List<String> flags = new ArrayList<>(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlab.home=" + home));
        Path cache = home.resolve("labs/target/lab.aot");
        if (Files.exists(cache)) {
            flags.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off"));
        }
        return flags;
    }
}
