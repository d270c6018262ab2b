package sevenlayers.dns;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import sevenlayers.chassis.names.LabHosts;
import sevenlayers.chassis.names.Names;
import sevenlayers.dns.tree.Pods;

/** Which pods there are, by the world's own names. */
final class LabZone {
    private static final Logger LOG = Logger.getLogger(LabZone.class);
    private static final int GRPC_PORT = 9000;

    private final List<String> services;
    private final Names names;
    private final LabHosts hosts;

    /** @param services the names that may be asked for; one that nobody has now is no error */
    LabZone(List<String> services, Names names, LabHosts hosts) {
        this.services = services;
        this.names = names;
        this.hosts = hosts;
    }

    List<Pods.Pod> look() {
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
        return found;
    }
}
