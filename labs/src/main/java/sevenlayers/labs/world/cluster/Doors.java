package sevenlayers.labs.world.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.ServicePlan;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.relay.Relay;
import sevenlayers.labs.world.relay.UdpRelay;
import sevenlayers.labs.world.tool.Patience;

/**
 * The front doors on this machine of a cluster that does not publish them. Each leads to a NodePort, a port that every machine of the
 * cluster forwards to a pod; where the machines cannot be reached from here (a cloud, minikube on a Mac), kubectl's port-forward stands
 * in, through the API server: see {@link Forwards}. That carries TCP only, so that a door of UDP stays closed there.
 */
final class Doors implements AutoCloseable {

    private static final String TCP = "TCP";

    private static final int TRY_MILLIS = 1_000;

    private static final Duration PROXY_LAG = Duration.ofSeconds(5);

    private static final Duration TRY_EVERY = Duration.ofMillis(250);

    private final Kubectl kubectl;
    private final Layout layout;
    private final By by;
    private final List<AutoCloseable> open = new ArrayList<>(); // closed from the last to the first

    /** What the doors lead through. */
    enum By {
        /** NodePorts if they can be reached, else port-forward. */
        WHAT_WORKS,
        NODE_PORT,
        PORT_FORWARD;

        /** The setting that says it. */
        static final String SETTING = "LAB_DOORS_BY";

        /**
         * Reads the setting; empty: what works.
         *
         * @throws WorldException it says something else
         */
        static By of(String setting) {
            return switch (setting.strip()) {
                case "" -> WHAT_WORKS;
                case "node-port" -> NODE_PORT;
                case "port-forward" -> PORT_FORWARD;
                default ->
                    throw new WorldException(SETTING + " is \"" + setting
                            + "\". It must be node-port or port-forward; unset, the lab uses what works.");
            };
        }
    }

    Doors(Kubectl kubectl, Layout layout, By by) {
        this.kubectl = kubectl;
        this.layout = layout;
        this.by = by;
    }

    synchronized boolean areOpen() {
        return !open.isEmpty();
    }

    /**
     * Opens those that are not open.
     *
     * @throws WorldException one cannot be: its port is taken, or nothing leads to its pods
     */
    synchronized void open() {
        if (!open.isEmpty()) {
            return;
        }
        try {
            List<String> machines = by == By.PORT_FORWARD ? List.of() : reachable();
            if (!machines.isEmpty()) {
                layout.services().forEach(service -> byNodePort(service, machines));
            } else if (by == By.NODE_PORT) {
                throw new WorldException("No machine of the cluster can be reached from here, and " + By.SETTING
                        + " asks for NodePorts. Unset it, or let kubectl lead there: " + By.SETTING + "=port-forward");
            } else {
                ReadyPods pods = new ReadyPods(kubectl);
                open.add(pods);
                layout.services().forEach(service -> byPortForward(service, pods));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void byNodePort(ServicePlan service, List<String> machines) {
        Map<Integer, Integer> tcp = nodePorts(service, TCP);
        Map<Integer, Integer> udp = nodePorts(service, "UDP");
        doors(service).forEach((door, port) -> {
            List<InetSocketAddress> targets = at(machines, tcp.get(port));
            open.add(Relay.open(door, service.name(), () -> targets));
        });
        for (ServicePlan.Extra extra : service.extras()) {
            if (extra.datagrams()) {
                List<InetSocketAddress> targets = at(machines, udp.get(extra.port()));
                open.add(UdpRelay.open(layout.door(extra), service.name() + "'s " + extra.what(), () -> targets));
            }
        }
    }

    private static List<InetSocketAddress> at(List<String> machines, @Nullable Integer nodePort) {
        int port = Objects.requireNonNull(nodePort, "k8s/base gives every door a NodePort");
        return machines.stream()
                .map(machine -> new InetSocketAddress(machine, port))
                .toList();
    }

    private void byPortForward(ServicePlan service, ReadyPods pods) {
        Map<Integer, Integer> doors = doors(service);
        Forwards forwards = new Forwards(kubectl, pods, service.name(), List.copyOf(doors.values()));
        open.add(forwards);
        forwards.requireOne();
        doors.forEach((door, port) -> open.add(Relay.open(door, service.name(), () -> forwards.to(port))));
    }

    /** The ports of a service on this machine, with those of its pods that they lead to. */
    private Map<Integer, Integer> doors(ServicePlan service) {
        Map<Integer, Integer> doors = new TreeMap<>();
        doors.put(layout.door(service), Layout.POD_PORT);
        service.extras().forEach(extra -> doors.put(layout.door(extra), extra.port()));
        return doors;
    }

    @Override
    public synchronized void close() {
        for (AutoCloseable door : open.reversed()) {
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
        for (JsonNode machine : kubectl.machines()) {
            for (JsonNode address : machine.path("status").path("addresses")) {
                if (address.path("type").asText().equals("InternalIP")) {
                    machines.add(address.path("address").asText());
                }
            }
        }
        List<String> reachable = new ArrayList<>();
        Integer nodePort = nodePorts(layout.services().getFirst(), TCP).get(Layout.POD_PORT);
        if (nodePort != null && !machines.isEmpty()) {
            Patience.until(PROXY_LAG, TRY_EVERY, () -> {
                reachable.clear();
                machines.stream().filter(machine -> accepts(machine, nodePort)).forEach(reachable::add);
                return !reachable.isEmpty();
            });
        }
        return reachable;
    }

    /** The NodePorts of a service by its pods' ports. */
    private Map<Integer, Integer> nodePorts(ServicePlan service, String protocol) {
        Map<Integer, Integer> ports = new TreeMap<>();
        for (JsonNode port :
                kubectl.get("service", service.name() + "-door").path("spec").path("ports")) {
            if (port.has("nodePort") && port.path("protocol").asText(TCP).equals(protocol)) {
                ports.put(port.path("port").asInt(), port.path("nodePort").asInt());
            }
        }
        return ports;
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
