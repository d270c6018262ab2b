package sevenlayers.balancer;

import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.eclipse.microprofile.config.Config;
import sevenlayers.balancer.backend.PodNames;
import sevenlayers.balancer.kubernetes.ClusterClient;
import sevenlayers.chassis.drain.Drain;
import sevenlayers.chassis.health.Readiness;
import sevenlayers.chassis.identity.PodIdentity;
import sevenlayers.chassis.identity.PodSettings;
import sevenlayers.chassis.names.LabHosts;
import sevenlayers.chassis.names.Names;

/** Opens the doors when the application starts. */
@Singleton
class BalancerBeans {
    @Produces
    @Singleton
    @Startup
    Doors doors(
            PodIdentity pod,
            PodSettings settings,
            Config config,
            Names names,
            ClusterClient cluster,
            PodNames pods,
            Readiness readiness,
            Drain drain)
            throws IOException {
        Doors doors = new Doors(
                pod.name(),
                BalancerSettings.from(settings.address(), name -> config.getOptionalValue(name, String.class)),
                names::lookUp,
                cluster,
                pods);
        // Ready from its first backend on: a client that comes before would be turned away. Later it stays ready, to
        // say so itself.
        readiness.set(false);
        doors.onFirstBackend(() -> readiness.set(true));
        drain.add(doors);
        return doors;
    }

    void close(@Disposes Doors doors) {
        doors.close();
    }

    @Produces
    @Singleton
    ClusterClient cluster(Vertx vertx) {
        return new ClusterClient(vertx);
    }

    void close(@Disposes ClusterClient cluster) {
        cluster.close();
    }

    @Produces
    @Singleton
    PodNames pods(LabHosts hosts) {
        return new PodNames(hosts::podAt);
    }

    void close(@Disposes PodNames pods) {
        pods.close();
    }

    @Produces
    @Singleton
    Watches watches(Drain drain) {
        Watches watches = new Watches();
        drain.add(watches);
        return watches;
    }

    @Produces
    @Singleton
    SettingsPanel settings(Doors doors, LabHosts hosts, Names names, PodNames pods) {
        return new SettingsPanel(doors.controls(), new Neighbourhood(hosts, names::lookUp, pods, doors.own()));
    }

    @Produces
    @Singleton
    Explanations explanations() {
        return new Explanations();
    }

    void close(@Disposes Explanations explanations) {
        explanations.close();
    }

    @Produces
    @Singleton
    Simulations simulations() {
        return new Simulations();
    }

    void close(@Disposes Simulations simulations) {
        simulations.close();
    }
}
