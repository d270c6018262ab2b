package sevenlayers.chassis.names;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import sevenlayers.chassis.identity.PodSettings;

/** Names as CDI beans, and the resolver of channels where a names file is set. */
@Singleton
class NamesBeans {
    @Produces
    @Singleton
    Names names(PodSettings settings) {
        return new Names(settings);
    }

    @Produces
    @Singleton
    LabHosts labHosts(PodSettings settings, Names names) {
        return new LabHosts(settings, names);
    }

    void start(@Observes StartupEvent event, PodSettings settings) {
        LabNameResolverProvider.registerIfNamed(settings);
    }
}
