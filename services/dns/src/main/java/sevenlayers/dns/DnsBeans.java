package sevenlayers.dns;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.eclipse.microprofile.config.Config;
import sevenlayers.chassis.identity.PodSettings;
import sevenlayers.chassis.names.LabHosts;
import sevenlayers.chassis.names.Names;

/** Opens the ports when the application starts. */
@Singleton
class DnsBeans {
    @Produces
    @Singleton
    @Startup
    DnsPod pod(PodSettings settings, Config config) throws IOException {
        return new DnsPod(DnsSettings.from(settings, name -> config.getOptionalValue(name, String.class)));
    }

    void close(@Disposes DnsPod pod) {
        pod.close();
    }

    @Produces
    @Singleton
    @Startup
    LabZone labZone(PodSettings settings, Names names, LabHosts hosts, DnsPod pod) {
        return new LabZone(settings.hosts(), names, hosts, pod.tree());
    }

    void close(@Disposes LabZone zone) {
        zone.close();
    }
}
