package sevenlayers.node;

import java.util.List;
import java.util.Map;
import sevenlayers.chassis.drain.PackagedDrainContract;

/** The plain grpc-java server of a packaged node. */
class DrainIT extends PackagedDrainContract {
    DrainIT() {
        super(List.of("LAB_PORT", "LAB_HTTP_PORT"), Map.of());
    }
}
