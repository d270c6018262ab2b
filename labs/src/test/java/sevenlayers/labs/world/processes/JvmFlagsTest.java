package sevenlayers.labs.world.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JvmFlagsTest {

    /** An image is not built by this code, so the flags stand in two places; here they are held together. */
    @Test
    void a_container_has_the_flags_of_a_process() throws IOException {
        List<String> container = Files.readAllLines(Path.of("../services/jvm.options")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();

        assertThat(container).containsExactlyInAnyOrderElementsOf(JvmFlags.of("node"));
    }
}
