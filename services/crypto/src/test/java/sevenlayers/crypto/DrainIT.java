package sevenlayers.crypto;

import java.util.List;
import java.util.Map;
import sevenlayers.chassis.drain.PackagedDrainContract;

/** Quarkus' unified server of a packaged crypto pod. */
class DrainIT extends PackagedDrainContract {
    DrainIT() {
        super(List.of("LAB_PORT"), Map.of());
    }
}
