package sevenlayers.chassis.identity;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** The pod's settings and identity as CDI beans. */
@Singleton
class PodBeans {
    @Produces
    @Singleton
    PodSettings settings(Config config) {
        return PodSettings.from(name -> config.getOptionalValue(name, String.class));
    }

    @Produces
    @Singleton
    PodIdentity identity(PodSettings settings) {
        return PodIdentity.of(settings);
    }
}
