package sevenlayers.chassis.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    /** Runs in a JVM of its own: what the JDK remembers it remembers for a whole process, and the hosts file is a flag. */
    public static final class LooksUpOnAndOn {
        private LooksUpOnAndOn() {}

        public static void main(String... args) throws IOException {
            Path hosts = Path.of(args[0]);
            Main.withoutNameCache();
            for (String line : List.of("127.0.0.1 localhost", "127.0.0.11 late.test", "127.0.0.12 late.test")) {
                Files.writeString(hosts, line + "\n");
                System.out.println(answer());
            }
        }

        private static String answer() {
            try {
                return InetAddress.getByName("late.test").getHostAddress();
            } catch (UnknownHostException _) {
                return "unknown";
            }
        }
    }

    @Test
    @Timeout(120)
    void a_name_that_comes_or_changes_is_seen_at_the_next_look_up(@TempDir Path folder) throws Exception {
        Path hosts = folder.resolve("hosts");
        Process jvm = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.net.hosts.file=" + hosts,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LooksUpOnAndOn.class.getName(),
                        hosts.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said).containsSubsequence("unknown", "127.0.0.11", "127.0.0.12");
    }
}
