package sevenlayers.chassis.health;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.Collection;

/** gRPC health v1, Check and Watch, for the server as a whole (the empty name) and for each of its services. */
public final class GrpcHealth {
    private final HealthStatusManager manager = new HealthStatusManager();
    private final Readiness readiness;

    /** @param readiness decides the status of all of them */
    public GrpcHealth(Readiness readiness) {
        this.readiness = readiness;
        readiness.onChange(ready -> manager.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status(ready)));
    }

    /** Answers for these services, too. */
    public void serve(Collection<String> services) {
        readiness.onChange(ready -> services.forEach(service -> manager.setStatus(service, status(ready))));
    }

    /** The service to add to a server. */
    public BindableService service() {
        return manager.getHealthService();
    }

    private static ServingStatus status(boolean ready) {
        return ready ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    }
}
