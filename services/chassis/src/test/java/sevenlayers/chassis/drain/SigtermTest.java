package sevenlayers.chassis.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.chassis.server.DrainContract;

/** SIGTERM to a real process. That of a Quarkus pod is tried where one is packaged: in the services. */
class SigtermTest {
    @Test
    @Timeout(90)
    void a_process_with_a_plain_server_leaves_without_losing_a_call() throws Exception {
        Process pod = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlainPod.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = pod.inputReader()) {
            int port = Integer.parseInt(output.readLine().strip());
            try (DrainContract contract = new DrainContract(port)) {
                contract.holds(pod::destroy, pod.onExit(), true);
            }
            // 128 + SIGTERM: the drain is part of the shutdown, and nothing else ended the process.
            assertThat(pod.exitValue()).isEqualTo(143);
        } finally {
            pod.destroyForcibly();
        }
    }
}
