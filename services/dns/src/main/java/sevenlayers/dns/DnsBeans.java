package sevenlayers.dns;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import sevenlayers.chassis.identity.PodIdentity;
import sevenlayers.chassis.identity.PodSettings;
import sevenlayers.chassis.names.LabHosts;
import sevenlayers.chassis.names.Names;

/** Opens the ports when the application starts. */
@Singleton
class DnsBeans {
    @Produces
    @Singleton
    @Startup
    DnsPod pod(PodSettings settings, PodIdentity identity, Config config) throws IOException {
        return new DnsPod(
                DnsSettings.from(settings, name -> config.getOptionalValue(name, String.class)), identity.name());
    }

    void close(@Disposes DnsPod pod) {
        pod.close();
    }

    @Produces
    @Singleton
    @Startup
    LabWatch labWatch(PodSettings settings, Names names, LabHosts hosts, DnsPod pod) {
        return new LabWatch(
                new LabZone(settings.hosts(), names, new PodNames(settings.world(), names, hosts)),
                pod.apart() ? Optional.of(new Whereabouts(settings.world(), names, hosts)) : Optional.empty(),
                pod.tree());
    }

    void close(@Disposes LabWatch watch) {
        watch.close();
    }
}
