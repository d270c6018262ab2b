package sevenlayers.balancer.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The soak, two minutes of it where {@code CI=true} or {@code -Dsoak} says so, and a taste of it elsewhere. */
@Tag("soak")
class SoakTest {
    @Test
    @Timeout(360)
    void mixedFaultsLeaveNothingBehind() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Files.exists(Path.of("/proc/self/fd")), "needs Linux: it reads /proc and stops processes");
        boolean whole = "true".equals(System.getenv("CI")) || System.getProperty("soak") != null;
        assertThat(Soak.run(Duration.ofSeconds(whole ? 120 : 20), 1, System.out))
                .isEmpty();
    }
}
