package sevenlayers.dns;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import sevenlayers.dns.tree.Place;
import sevenlayers.dns.tree.Pods;
import sevenlayers.dns.tree.Tree;
import sevenlayers.dns.zone.ZoneException;

/** Keeps the tree as the world is: asks the world's own names, each second, where the lab's pods are, and those of the tree. */
final class LabWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LabWatch.class);
    private static final long EVERY_MILLIS = 1000;

    private final LabZone lab;
    private final Optional<Whereabouts> servers;
    private final Tree tree;
    private final Optional<Pods> pods;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("lab-watch").factory());

    /**
     * Begins.
     *
     * @param servers where the tree's servers are, if they are elsewhere
     */
    LabWatch(LabZone lab, Optional<Whereabouts> servers, Tree tree) {
        this.lab = lab;
        this.servers = servers;
        this.tree = tree;
        this.pods = tree.server(Place.LAB_1).map(primary -> new Pods(primary.zones(), Place.LAB_1.zone()));
        var _ = looking.scheduleWithFixedDelay(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            if (servers.isPresent()) {
                tree.found(servers.get().look());
            }
            if (pods.isPresent() && pods.get().are(lab.look())) {
                LOG.debug("the zone of the lab has other pods now");
            }
        } catch (ZoneException | RuntimeException e) {
            LOG.warn("the zones could not be brought up to date", e);
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
