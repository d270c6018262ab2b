package sevenlayers.dns;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import sevenlayers.chassis.names.Names;
import sevenlayers.dns.tree.Pods;

/** Which pods there are, by the world's own names. */
final class LabZone {
    private static final Logger LOG = Logger.getLogger(LabZone.class);
    private static final int GRPC_PORT = 9000;

    /** One address for all nodes, at a port of its own. */
    private static final String VIP = "node-vip";

    private static final int VIP_PORT = 9100;

    private final List<String> services;
    private final Names names;
    private final PodNames pods;

    /** @param services the names that may be asked for; one that nobody has now is no error */
    LabZone(List<String> services, Names names, PodNames pods) {
        this.services = services;
        this.names = names;
        this.pods = pods;
    }

    List<Pods.Pod> look() {
        List<Pods.Pod> found = new ArrayList<>();
        Set<InetSocketAddress> all = new HashSet<>();
        for (String service : services) {
            try {
                List<InetSocketAddress> addresses = names.lookUp(service, service.equals(VIP) ? VIP_PORT : GRPC_PORT);
                all.addAll(addresses);
                Map<InetSocketAddress, String> named = pods.of(service, addresses);
                for (InetSocketAddress address : addresses) {
                    found.add(new Pods.Pod(
                            service, named.getOrDefault(address, service), address.getAddress(), address.getPort()));
                }
            } catch (UnknownHostException e) {
                LOG.debugf("nobody is called %s just now", service);
            }
        }
        pods.keep(all);
        return found;
    }
}
