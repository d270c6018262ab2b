package sevenlayers.chassis.drain;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import sevenlayers.chassis.health.Readiness;
import sevenlayers.chassis.identity.PodSettings;

/**
 * The drain as a CDI bean, run when Quarkus is told to stop. The event is the first thing that happens then: the HTTP server is still
 * open and nothing is closed before the observer returns. It is fired because the chassis's configuration sets {@code
 * quarkus.shutdown.delay-enabled}; the delay itself is ours.
 */
@Singleton
class DrainBeans {
    @Produces
    @Singleton
    Drain drain(Readiness readiness, PodSettings settings) {
        return new Drain(readiness, settings.drainAccept(), settings.drainFinish());
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event, Drain drain) {
        drain.run();
    }
}
