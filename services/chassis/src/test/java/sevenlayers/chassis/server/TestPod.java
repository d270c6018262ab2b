package sevenlayers.chassis.server;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import sevenlayers.chassis.identity.PodIdentity;
import sevenlayers.chassis.v1.World;

/** Who the pod under test is. */
public final class TestPod {
    public static final PodIdentity IDENTITY = new PodIdentity(
            "test-7", "test", World.WORLD_PROCESSES, "here", List.of(InetAddress.getLoopbackAddress()), Instant.EPOCH);

    private TestPod() {}
}
