package sevenlayers.client;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import sevenlayers.chassis.identity.PodSettings;
import sevenlayers.chassis.names.LabHosts;
import sevenlayers.chassis.names.Names;
import sevenlayers.chassis.trace.TraceClientInterceptor;
import sevenlayers.client.channel.ChannelOpener;
import sevenlayers.client.channel.LabTargets;
import sevenlayers.client.channel.NamedChannels;
import sevenlayers.client.drive.Drives;
import sevenlayers.client.relay.Relay;

/** The parts of the client, put together. */
@Singleton
class ClientBeans {

    private static final long IDLE_CHECK_MILLIS = 250;

    private final ScheduledExecutorService idleCheck = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("idle-channels").factory());
    private final NamedChannels named = new NamedChannels(InstantSource.system());
    private final LabTargets targets;
    private final ChannelOpener opener;

    ClientBeans(PodSettings settings, LabHosts hosts, Names names) {
        targets = new LabTargets(hosts, names);
        opener = new ChannelOpener(settings.address(), targets, List.of(new TraceClientInterceptor()));
        var _ = idleCheck.scheduleWithFixedDelay(
                named::closeIdle, IDLE_CHECK_MILLIS, IDLE_CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Produces
    @Singleton
    NamedChannels namedChannels() {
        return named;
    }

    @Produces
    @Singleton
    LabTargets targets() {
        return targets;
    }

    @Produces
    @Singleton
    Drives drives() {
        return new Drives(opener, named, targets);
    }

    @Produces
    @Singleton
    Relay relay() {
        return new Relay(opener, targets);
    }

    @PreDestroy
    void close() {
        idleCheck.shutdownNow();
        named.closeAll();
        opener.close();
    }
}
