package sevenlayers.chassis.server;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import sevenlayers.chassis.call.CallLog;
import sevenlayers.chassis.call.CallMetrics;
import sevenlayers.chassis.connection.ConnectionTable;
import sevenlayers.chassis.health.Readiness;
import sevenlayers.chassis.identity.PodIdentity;

/** The chassis of a Quarkus application: every call is logged and measured. */
@Singleton
class ChassisBeans {
    @Produces
    @Singleton
    ConnectionTable connections() {
        return new ConnectionTable();
    }

    @Produces
    @Singleton
    Chassis chassis(PodIdentity pod, ConnectionTable connections, Readiness readiness, MeterRegistry registry) {
        return new Chassis(
                pod, connections, readiness, List.of(new CallLog(InstantSource.system()), new CallMetrics(registry)));
    }
}
