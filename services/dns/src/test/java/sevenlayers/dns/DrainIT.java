package sevenlayers.dns;

import java.util.List;
import java.util.Map;
import sevenlayers.chassis.drain.PackagedDrainContract;

/** Quarkus' unified server of a packaged dns pod. */
class DrainIT extends PackagedDrainContract {
    DrainIT() {
        super(List.of("LAB_PORT", "LAB_RESOLVER_PORT"), Map.of("LAB_DNS_TREE", "127.53.252"));
    }
}
