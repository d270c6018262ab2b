package sevenlayers.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Wireshark's own eyes on our captures, where it is installed. {@code LAB_TEST_TSHARK=required} makes its absence a failure. */
public final class Tshark {
    private final Path capture;

    public Tshark(Path capture) {
        boolean installed = Installed.YES;
        if ("required".equals(System.getenv("LAB_TEST_TSHARK"))) {
            assertThat(installed)
                    .as("tshark is installed, as LAB_TEST_TSHARK requires")
                    .isTrue();
        }
        assumeTrue(installed, "tshark is not installed: captures are not looked at by Wireshark here");
        this.capture = capture;
    }

    /** Asked once: each start of it takes as long as a test. */
    private static final class Installed {
        static final boolean YES = runs();
    }

    private static boolean runs() {
        try {
            return new ProcessBuilder("tshark", "--version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** These fields of all packets that a display filter lets through, a line for each, with tabs between; all checksums are checked. */
    public List<String> fields(String filter, String... fields) {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString(), "-T", "fields"));
        for (String protocol : List.of("ip", "tcp", "udp")) {
            command.addAll(List.of("-o", protocol + ".check_checksum:TRUE"));
        }
        command.addAll(List.of("-o", "tcp.relative_sequence_numbers:FALSE"));
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        if (!filter.isEmpty()) {
            command.addAll(List.of("-Y", filter));
        }
        return run(command);
    }

    /**
     * The packets that Wireshark takes for malformed or that have a checksum that does not fit. What an ICMP error quotes is cut short, and
     * Wireshark does not know that its checksum covers more than is there.
     */
    public List<String> broken() {
        return fields(
                "_ws.malformed || ip.checksum.status == 0 || icmp.checksum.status == 0"
                        + " || !icmp && (tcp.checksum.status == 0 || udp.checksum.status == 0)",
                "frame.number",
                "_ws.col.Info");
    }

    private List<String> run(List<String> command) {
        try {
            Path errors = Files.createTempFile(Objects.requireNonNull(capture.getParent()), "tshark", ".err");
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as(() -> command + "\n" + read(errors))
                    .isZero();
            return out.lines().toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            return failed.toString();
        }
    }
}
