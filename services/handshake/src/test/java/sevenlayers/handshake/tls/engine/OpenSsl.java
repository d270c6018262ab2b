package sevenlayers.handshake.tls.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A run of {@code openssl}, where it is installed. {@code LAB_TEST_OPENSSL=required} makes its absence a failure. */
final class OpenSsl implements AutoCloseable {
    private final Process process;
    private final Path output;

    private OpenSsl(Path directory, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        output = Files.createTempFile(directory, "openssl", ".out");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    static void orSkip() {
        boolean installed = Installed.YES;
        if ("required".equals(System.getenv("LAB_TEST_OPENSSL"))) {
            assertThat(installed)
                    .as("OpenSSL 3 is installed, as LAB_TEST_OPENSSL requires")
                    .isTrue();
        }
        assumeTrue(installed, "OpenSSL 3 is not installed: the engine meets no real peer here");
    }

    private static final class Installed {
        static final boolean YES = runs();
    }

    private static boolean runs() {
        try {
            Process asked = new ProcessBuilder("openssl", "version")
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return asked.waitFor() == 0 && answer.startsWith("OpenSSL 3");
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    static String file(String name) {
        try {
            return Path.of(Objects.requireNonNull(OpenSsl.class.getResource("/tls/" + name), name)
                            .toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** {@code s_server} that answers each line with the line backwards. */
    static OpenSsl server(Path directory, int port, String certificate, String... more)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(Arrays.asList(more));
        arguments.add("-rev");
        return talker(directory, port, certificate, arguments.toArray(new String[0]));
    }

    /** {@code s_server} that prints what it reads and sends what is typed. */
    static OpenSsl talker(Path directory, int port, String certificate, String... more)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "s_server",
                "-accept",
                "127.0.0.1:" + port,
                "-cert",
                file(certificate + ".pem"),
                "-key",
                file(certificate + ".key"),
                "-cert_chain",
                file("issuing.pem"),
                "-keylogfile",
                directory.resolve("keys").toString()));
        arguments.addAll(Arrays.asList(more));
        OpenSsl server = new OpenSsl(directory, arguments);
        server.waitFor("ACCEPT");
        return server;
    }

    /** {@code s_client} that believes the root and asks for shop.lab. */
    static OpenSsl client(Path directory, int port, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "s_client",
                "-connect",
                "127.0.0.1:" + port,
                "-servername",
                "shop.lab",
                "-CAfile",
                file("root.pem"),
                "-verify_return_error",
                "-verify_hostname",
                "shop.lab",
                "-keylogfile",
                directory.resolve("keys").toString()));
        arguments.addAll(Arrays.asList(more));
        return new OpenSsl(directory, arguments);
    }

    void type(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    String output() throws IOException {
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    void waitFor(String text) throws IOException, InterruptedException {
        for (int tries = 0; tries < 500; tries++) {
            if (output().contains(text)) {
                return;
            }
            assertThat(process.isAlive() || output().contains(text))
                    .as("openssl ended without '%s':%n%s", text, output())
                    .isTrue();
            Thread.sleep(20);
        }
        throw new AssertionError("openssl did not say '" + text + "':\n" + output());
    }

    static List<String> keyLog(Path directory) throws IOException {
        return Files.readAllLines(directory.resolve("keys")).stream()
                // OpenSSL also writes the pre-master secret, in a format older than the one that is standard now.
                .filter(line -> !line.startsWith("#") && !line.startsWith("RSA "))
                .sorted()
                .toList();
    }

    static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
