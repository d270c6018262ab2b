package sevenlayers.chassis.unified;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.chassis.drain.Drain;
import sevenlayers.chassis.server.DrainContract;

@QuarkusTest
@TestProfile(UnifiedDrainTest.Pod.class)
class UnifiedDrainTest {
    /** A pod of its own: it is drained and not used again. */
    public static final class Pod implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("lab.pod", "test-8", "lab.drain.accept", "PT1S");
        }
    }

    @Inject
    Drain drain;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    /** The class loaders of a test hide accepts from the chassis; the test of a real process holds it to unused connections, too. */
    @Test
    @Timeout(60)
    void the_unified_server_leaves_without_losing_a_call() throws Exception {
        CompletableFuture<Void> left = new CompletableFuture<>();
        try (DrainContract contract = new DrainContract(port)) {
            contract.holds(
                    () -> Thread.ofVirtual().start(() -> {
                        drain.run();
                        left.complete(null);
                    }),
                    left,
                    false);
        }
    }
}
