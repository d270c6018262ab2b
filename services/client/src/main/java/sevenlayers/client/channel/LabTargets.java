package sevenlayers.client.channel;

import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.chassis.names.LabHosts;
import sevenlayers.chassis.names.Names;

/**
 * Targets that this client may call.
 *
 * @param hosts says who belongs to the lab
 * @param names says which addresses a name has
 */
public record LabTargets(LabHosts hosts, Names names) {

    /** The target with a pod's name as the host name that it has here: {@code node-2} may be {@code node-2.node}. */
    public Target dialable(Target target) {
        return target.server().isEmpty() && hosts.isPodName(target.host())
                ? new Target(hosts.hostOf(target.host()), target.port())
                : target;
    }

    /**
     * Passes if the target belongs to the lab; one that names a DNS server, if that does. May look names up.
     *
     * @throws io.grpc.StatusRuntimeException PERMISSION_DENIED with a sentence if it does not
     */
    public void requireInside(Target target) {
        Nameserver server = target.server().orElse(null);
        if (server == null) {
            hosts.requireInside(target.host(), target.port());
        } else {
            hosts.requireInside(server.host(), server.port());
        }
    }

    /**
     * Passes if what a name was resolved to belongs to the lab. A server of the lab may say any address: it is judged by itself.
     *
     * @throws io.grpc.StatusRuntimeException PERMISSION_DENIED with a sentence if it does not
     */
    void requireInside(Target target, List<InetSocketAddress> addresses) {
        requireInside(target);
        if (target.server().isPresent()) {
            addresses.forEach(
                    address -> hosts.requireInside(address.getAddress().getHostAddress(), address.getPort()));
        }
    }

    /**
     * Passes if the target's name has an address now.
     *
     * @throws io.grpc.StatusRuntimeException UNAVAILABLE with a sentence if it has none
     */
    public void requireAddress(Target target) {
        if (target.server().isPresent()) {
            return; // its server is asked, and says so
        }
        try {
            if (!names.lookUp(target.host(), target.port()).isEmpty()) {
                return;
            }
        } catch (UnknownHostException _) {
            // Said below.
        }
        throw noAddress(target.host());
    }

    /** What a name without an address gets. */
    public static RuntimeException noAddress(String host) {
        return LabStatus.exception(
                Status.Code.UNAVAILABLE,
                "NAME_HAS_NO_ADDRESS",
                host
                        + " has no address now: there is no such pod, or none of that service is running; ./lab status lists them",
                Map.of("name", host));
    }
}
