package sevenlayers.chassis.unified;

import io.quarkus.grpc.GrpcService;
import sevenlayers.chassis.identity.PodIdentity;
import sevenlayers.chassis.pod.WhoAmI;

/** {@link WhoAmI} on the unified server. */
@GrpcService
class UnifiedPodService extends WhoAmI {
    UnifiedPodService(PodIdentity pod) {
        super(pod);
    }
}
