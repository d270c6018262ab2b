package sevenlayers.dns;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import sevenlayers.chassis.names.LabHosts;
import sevenlayers.chassis.names.Names;
import sevenlayers.dns.tree.Place;
import sevenlayers.dns.tree.Pods;
import sevenlayers.dns.tree.Tree;
import sevenlayers.dns.zone.ZoneException;

/** Keeps the zone of the lab as the world is: asks the world's own names, each second, which pods there are. */
final class LabZone implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LabZone.class);
    private static final long EVERY_MILLIS = 1000;
    private static final int GRPC_PORT = 9000;

    private final List<String> services;
    private final Names names;
    private final LabHosts hosts;
    private final Pods pods;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("lab-zone").factory());

    /** @param services the names that may be asked for; one that nobody has now is no error */
    LabZone(List<String> services, Names names, LabHosts hosts, Tree tree) {
        this.services = services;
        this.names = names;
        this.hosts = hosts;
        this.pods = new Pods(tree.server(Place.LAB_1).zones(), Place.LAB_1.zone());
        var _ = looking.scheduleWithFixedDelay(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        List<Pods.Pod> found = new ArrayList<>();
        for (String service : services) {
            try {
                for (InetSocketAddress address : names.lookUp(service, GRPC_PORT)) {
                    found.add(new Pods.Pod(
                            service, hosts.podAt(address).orElse(service), address.getAddress(), address.getPort()));
                }
            } catch (UnknownHostException e) {
                LOG.debugf("nobody is called %s just now", service);
            }
        }
        try {
            if (pods.are(found)) {
                LOG.debugf("the zone of the lab has %d pods now", found.size());
            }
        } catch (ZoneException | RuntimeException e) {
            LOG.warn("the zone of the lab could not be brought up to date", e);
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
