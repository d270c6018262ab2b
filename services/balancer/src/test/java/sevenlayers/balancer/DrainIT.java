package sevenlayers.balancer;

import java.util.List;
import java.util.Map;
import sevenlayers.chassis.drain.PackagedDrainContract;

/** Quarkus' unified server of a packaged balancer; a backend's address, which need not answer, makes it ready. */
class DrainIT extends PackagedDrainContract {
    DrainIT() {
        super(List.of("LAB_PORT", "LAB_L4_PORT", "LAB_L7_PORT"), Map.of("LAB_BACKENDS", "127.0.0.1:9"));
    }
}
