package sevenlayers.chassis.unified;

import io.grpc.BindableService;
import io.quarkus.grpc.GrpcService;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import sevenlayers.chassis.health.HealthService;
import sevenlayers.chassis.health.Readiness;

/** {@link HealthService} on the unified server, in place of Quarkus' own, for the services that this application has. */
@GrpcService
class UnifiedHealth extends HealthService {
    UnifiedHealth(Readiness readiness) {
        super(readiness);
    }

    void start(@Observes StartupEvent event, @GrpcService Instance<BindableService> services) {
        serve(services.stream()
                .map(service -> service.bindService().getServiceDescriptor().getName())
                .toList());
    }
}
