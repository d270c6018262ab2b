package sevenlayers.chassis.health;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** The switch as a CDI bean, and as the check behind /q/health/ready. */
@Singleton
class HealthBeans {
    @Produces
    @Singleton
    Readiness readiness() {
        return new Readiness();
    }

    @Produces
    @Singleton
    @org.eclipse.microprofile.health.Readiness
    HealthCheck check(Readiness readiness) {
        return () -> HealthCheckResponse.named("pod").status(readiness.ready()).build();
    }
}
