package sevenlayers.chassis.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.chassis.server.DrainContract;

/** SIGTERM to a packaged pod. A service's own {@code DrainIT} extends this and says with which settings the service starts alone. */
public abstract class PackagedDrainContract {
    /** 128 + SIGTERM: the drain is part of the shutdown, and nothing else ended the process. */
    private static final int ENDED_BY_SIGTERM = 143;

    private final List<String> ports;
    private final Map<String, String> settings;

    /**
     * @param ports settings that are ports, {@code LAB_PORT} among them
     * @param settings other settings
     */
    protected PackagedDrainContract(List<String> ports, Map<String, String> settings) {
        this.ports = List.copyOf(ports);
        this.settings = Map.copyOf(settings);
    }

    @Test
    @Timeout(120)
    void a_packaged_pod_leaves_without_losing_a_call() throws Exception {
        try (PackagedPod pod = start(Duration.ofSeconds(1), Duration.ofSeconds(20));
                DrainContract contract = new DrainContract(pod.port())) {
            contract.holds(pod.process()::destroy, pod.process().onExit(), true);
            assertThat(pod.process().exitValue()).isEqualTo(ENDED_BY_SIGTERM);
        }
    }

    @Test
    @Timeout(120)
    void a_packaged_pod_waits_for_a_call_no_longer_than_it_was_told() throws Exception {
        try (PackagedPod pod = start(Duration.ZERO, Duration.ofSeconds(1));
                DrainContract contract = new DrainContract(pod.port())) {
            contract.holdsToTheLimit(pod.process()::destroy, pod.process().onExit(), Duration.ofSeconds(1));
            assertThat(pod.process().exitValue()).isEqualTo(ENDED_BY_SIGTERM);
        }
    }

    private PackagedPod start(Duration accept, Duration finish) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.put("LAB_DRAIN_ACCEPT", accept.toString());
        all.put("LAB_DRAIN_FINISH", finish.toString());
        return PackagedPod.start(ports, all);
    }
}
