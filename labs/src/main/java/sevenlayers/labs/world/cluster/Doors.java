package sevenlayers.labs.world.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.ServicePlan;
import sevenlayers.labs.world.relay.Relay;
import sevenlayers.labs.world.tool.Patience;

/**
 * The front doors on this machine of a cluster that does not publish them: each leads to a NodePort, a port that every machine of the
 * cluster forwards to a pod. Where the machines cannot be reached from here (a cloud, minikube on a Mac), kubectl's port-forward stands
 * in: it goes through the API server, but is tied to one pod, so that it is started again when it ends.
 */
final class Doors implements AutoCloseable {

    private static final int TRY_MILLIS = 1_000;

    private static final Duration PROXY_LAG = Duration.ofSeconds(5);

    private static final Duration TRY_EVERY = Duration.ofMillis(250);

    private final Kubectl kubectl;
    private final Layout layout;
    private final List<AutoCloseable> open = new ArrayList<>();

    Doors(Kubectl kubectl, Layout layout) {
        this.kubectl = kubectl;
        this.layout = layout;
    }

    /** Opens those that are not open. */
    synchronized void open() {
        if (!open.isEmpty()) {
            return;
        }
        List<String> machines = reachable();
        try {
            for (ServicePlan service : layout.services()) {
                Map<String, Integer> nodePorts = nodePorts(service);
                open(service, layout.door(service), machines, nodePorts.get("grpc"), Layout.POD_PORT);
                for (ServicePlan.Extra extra : service.extras()) {
                    open(service, layout.door(extra), machines, nodePorts.get(portName(extra)), extra.port());
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open(ServicePlan service, int door, List<String> machines, @Nullable Integer nodePort, int port) {
        if (machines.isEmpty() || nodePort == null) {
            open.add(new Forward(kubectl, "service/" + name(service), door, port));
        } else {
            List<InetSocketAddress> targets = machines.stream()
                    .map(machine -> new InetSocketAddress(machine, nodePort))
                    .toList();
            open.add(Relay.open(door, service.name(), () -> targets));
        }
    }

    @Override
    public synchronized void close() {
        for (AutoCloseable door : open) {
            try {
                door.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing a door does not fail", e);
            }
        }
        open.clear();
    }

    /** Machines of the cluster that forward a NodePort from here. kube-proxy may need a moment to write its rules. */
    private List<String> reachable() {
        List<String> machines = new ArrayList<>();
        for (JsonNode machine : kubectl.get("nodes")) {
            for (JsonNode address : machine.path("status").path("addresses")) {
                if (address.path("type").asText().equals("InternalIP")) {
                    machines.add(address.path("address").asText());
                }
            }
        }
        Integer nodePort = nodePorts(layout.services().getFirst()).get("grpc");
        List<String> reachable = new ArrayList<>();
        if (nodePort != null) {
            Patience.until(PROXY_LAG, TRY_EVERY, () -> {
                reachable.clear();
                machines.stream().filter(machine -> accepts(machine, nodePort)).forEach(reachable::add);
                return !reachable.isEmpty();
            });
        }
        return reachable;
    }

    private Map<String, Integer> nodePorts(ServicePlan service) {
        Map<String, Integer> ports = new TreeMap<>();
        for (JsonNode port : kubectl.get("service", name(service)).path("spec").path("ports")) {
            if (port.has("nodePort")) {
                ports.put(port.path("name").asText(), port.path("nodePort").asInt());
            }
        }
        return ports;
    }

    private static String name(ServicePlan service) {
        return service.name() + "-door";
    }

    private static String portName(ServicePlan.Extra extra) {
        return extra.what().toLowerCase(Locale.ROOT);
    }

    private static boolean accepts(String machine, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(machine, port), TRY_MILLIS);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
