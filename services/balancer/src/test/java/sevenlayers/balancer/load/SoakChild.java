package sevenlayers.balancer.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A Java program in a process of its own that answers a line with a line. It ends when its input does, so that none is left over. */
final class SoakChild implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter questions;
    private final String hello;

    /** Starts a class of this class path with a pod's memory, and waits for its first line. */
    SoakChild(Class<?> main, String... arguments) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.config.file=/dev/null",
                "-cp",
                classPath,
                main.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        questions = new PrintWriter(process.getOutputStream(), true, UTF_8);
        hello = read();
    }

    /** Its first line. */
    String hello() {
        return hello;
    }

    long pid() {
        return process.pid();
    }

    synchronized String ask(String question) throws IOException {
        questions.println(question);
        return read();
    }

    private String read() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("process " + process.pid() + " has ended before its answer");
        }
        return line;
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
    }

    /** As {@code kill -STOP} and {@code kill -CONT}: its connections stay, and nobody answers. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("cannot send " + name + " to process " + process.pid());
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** The other end: says hello, then answers each line until there are no more. */
    static void serve(String hello, Answer answer) throws Exception {
        System.out.println(hello);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(Objects.requireNonNull(answer.to(line)));
        }
        System.exit(0);
    }

    /** What a line is answered with. */
    @FunctionalInterface
    interface Answer {
        String to(String line) throws Exception;
    }
}
