package sevenlayers.labs.world;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where everything stands: services, front doors, addresses and ports. Numbers are here and nowhere else; docs/architecture.md shows
 * them as a table.
 *
 * <p>{@code LAB_OFFSET=K} (0 to {@value #MAX_OFFSET}) makes room for a second user of the machine: front doors move up by
 * {@value #STEP}·K, addresses become 127.0.K.x. {@code LAB_DOORS=node=19006,agent=19007} moves single doors.
 * {@code LAB_ONE_LOOPBACK=1} says that 127.0.0.1 is the only loopback address, as on macOS.
 *
 * @param offset K
 * @param oneLoopback whether all pods share 127.0.0.1, on ports of their own
 * @param moved doors that were moved one by one
 */
public record Layout(int offset, boolean oneLoopback, Map<String, Integer> moved) {

    /** The address of all front doors. */
    public static final String HOST = "127.0.0.1";

    /** Where a pod speaks gRPC inside the network. */
    public static final int POD_PORT = 9000;

    /** Where a {@code node} pod speaks HTTP: its {@link #POD_PORT} carries gRPC only. */
    public static final int NODE_HTTP_PORT = 8080;

    /** The name of one address for all nodes, and its port. */
    public static final String NODE_VIP = "node-vip";

    /** Most pods of one service. */
    public static final int MAX_REPLICAS = 20;

    public static final int MAX_OFFSET = 250;

    static final int STEP = 10;

    private static final int AGENT = 9007;

    /** In the order in which they are shown and started. */
    private static final List<ServicePlan> SERVICES = List.of(
            new ServicePlan("handshake", 9001, 1, List.of()),
            new ServicePlan("crypto", 9002, 1, List.of()),
            new ServicePlan("dns", 9003, 1, List.of(ServicePlan.Extra.udpAndTcp("resolver", 5300, 8))),
            new ServicePlan(
                    "balancer",
                    9004,
                    1,
                    List.of(ServicePlan.Extra.tcp("L4", 9100, 6), ServicePlan.Extra.tcp("L7", 9200, 7))),
            new ServicePlan("client", 9005, 1, List.of()),
            new ServicePlan("node", 9006, 3, List.of()));

    /** Where each server of the DNS tree is a pod: services without a front door, with their pods. In the processes world they are in dns. */
    public static final Map<String, Integer> DNS_TREE = Map.of("root", 1, "lab", 2, "shop", 2);

    /** Where pods share one address: the first port, and how many ports each offset has. */
    private static final int SHARED_BASE = 20_000;

    private static final int SHARED_STEP = 100;

    /** Servers of the DNS tree. */
    private static final int TREE_PORTS = 5;

    /** The names of all services, in that order. */
    public static List<String> serviceNames() {
        return SERVICES.stream().map(ServicePlan::name).toList();
    }

    /** How many pods of each service a fresh world has. */
    public static Map<String, Integer> replicasAtStart() {
        Map<String, Integer> replicas = new TreeMap<>();
        SERVICES.forEach(service -> replicas.put(service.name(), service.replicas()));
        return replicas;
    }

    /** What the settings of {@code environment} say. */
    public static Layout of(Map<String, String> environment) {
        boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
        String one = environment.getOrDefault("LAB_ONE_LOOPBACK", mac ? "1" : "0");
        return new Layout(
                number("LAB_OFFSET", environment.getOrDefault("LAB_OFFSET", "0"), 0, MAX_OFFSET),
                !one.isBlank() && !one.equals("0") && !one.equalsIgnoreCase("false"),
                doors(environment.getOrDefault("LAB_DOORS", "")));
    }

    /** What this process's environment says. */
    public static Layout ofSystem() {
        return of(System.getenv());
    }

    public List<ServicePlan> services() {
        return SERVICES;
    }

    /** The service called {@code name}. */
    public Optional<ServicePlan> service(String name) {
        return SERVICES.stream().filter(service -> service.name().equals(name)).findFirst();
    }

    /** The front door of the agent on {@link #HOST}. */
    public int agentPort() {
        return door("agent", AGENT);
    }

    /** The front door of {@code service} on {@link #HOST}. */
    public int door(ServicePlan service) {
        return door(service.name(), service.door());
    }

    /** The door of another port of a service on {@link #HOST}. */
    public int door(ServicePlan.Extra extra) {
        return door(extra.what().toLowerCase(Locale.ROOT), extra.port());
    }

    /** The front door of the service called {@code service} on {@link #HOST}, or of the agent. */
    public int door(String service) {
        return service.equals("agent") ? agentPort() : door(service(service).orElseThrow());
    }

    /** What else a service offers on this machine, in words: {@code L4 on 9100}. */
    public List<String> also(ServicePlan service) {
        return service.extras().stream()
                .map(extra -> extra.what() + " on " + door(extra))
                .toList();
    }

    /** Every port that the lab takes on {@link #HOST}, with what it is for. */
    public Map<Integer, String> doors() {
        Map<Integer, String> doors = new TreeMap<>();
        for (ServicePlan service : SERVICES) {
            doors.put(door(service), service.name());
            service.extras().forEach(extra -> doors.put(door(extra), service.name() + " " + extra.what()));
        }
        doors.put(agentPort(), "agent");
        return doors;
    }

    /** What to type to bring the lab up where its ports are others. */
    public String elsewhere() {
        return "LAB_OFFSET=" + (offset + 1) % (MAX_OFFSET + 1) + " ./lab up";
    }

    /** In the processes world, the address of a pod. */
    public String podAddress(ServicePlan service, int number) {
        if (oneLoopback) {
            return HOST;
        }
        return "127.0." + offset + "."
                + (service.name().equals("node") ? 10 + number : service.door() - 8900 + 10 * (number - 1));
    }

    /** In the processes world, the gRPC port of a pod. */
    public int podPort(ServicePlan service, int number) {
        return oneLoopback ? shared(service, number, service.door() - 9000, 10) : POD_PORT;
    }

    /** In the processes world, the HTTP port of a pod: the gRPC port but on {@code node}. */
    public int podHttpPort(ServicePlan service, int number) {
        if (!service.name().equals("node")) {
            return podPort(service, number);
        }
        return oneLoopback ? shared(service, number, 0, 40) : NODE_HTTP_PORT;
    }

    /** In the processes world, another port of a pod. */
    public int podPort(ServicePlan service, int number, ServicePlan.Extra extra) {
        return oneLoopback ? shared(service, number, extra.place(), 0) : extra.port();
    }

    /**
     * In the processes world, the first three numbers of the addresses of the DNS tree's servers, five for each {@code dns} pod. Where there
     * is one loopback address they are in records only, and the servers listen on ports from {@link #treePort} on.
     */
    public String treeNetwork(int number) {
        return "127." + (52 + number) + "." + offset;
    }

    /** Where pods share one address, the first of the five ports of the DNS tree's servers of a {@code dns} pod. */
    public int treePort(int number) {
        return SHARED_BASE + SHARED_STEP * offset + TREE_PORTS * (number - 1) + (number <= 2 ? 31 : 51);
    }

    /** In the processes world, every port that a pod listens on. */
    public List<Integer> podPorts(ServicePlan service, int number) {
        return Stream.concat(
                        Stream.of(podPort(service, number), podHttpPort(service, number)),
                        service.extras().stream().map(extra -> podPort(service, number, extra)))
                .distinct()
                .toList();
    }

    /** In the processes world, the most pods that a service can have. */
    public int maxReplicas(ServicePlan service) {
        if (service.name().equals("node")) {
            return MAX_REPLICAS;
        }
        return oneLoopback ? 4 : 15; // beyond it the addresses, or the ports, of two services would meet
    }

    /**
     * Ports of an offset's hundred: 1 to 9 for the first pods, 11 to 30 and 41 to 60 for nodes, from 71 on for the second pods and so on; the
     * DNS tree has 31 to 40 and 61 to 70.
     */
    private int shared(ServicePlan service, int number, int first, int nodes) {
        int within = service.name().equals("node") ? nodes + number : number == 1 ? first : 50 + 10 * number + first;
        return SHARED_BASE + SHARED_STEP * offset + within;
    }

    private int door(String name, int standard) {
        return moved.getOrDefault(name, standard + STEP * offset);
    }

    private static Map<String, Integer> doors(String text) {
        Map<String, Integer> doors = new TreeMap<>();
        for (String pair : text.isBlank() ? new String[0] : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? "" : pair.substring(0, equals).strip();
            if (!names().contains(name)) {
                throw new WorldException(
                        "LAB_DOORS has \"" + pair.strip() + "\", which is no door. A door is NAME=PORT with one of "
                                + String.join(", ", names()) + ". Correct it, or unset LAB_DOORS.");
            }
            doors.put(name, number("LAB_DOORS, " + name, pair.substring(equals + 1), 1, 65_535));
        }
        return doors;
    }

    private static List<String> names() {
        return Stream.concat(
                        SERVICES.stream()
                                .flatMap(service -> Stream.concat(
                                        Stream.of(service.name()),
                                        service.extras().stream()
                                                .map(extra -> extra.what().toLowerCase(Locale.ROOT)))),
                        Stream.of("agent"))
                .toList();
    }

    private static int number(String what, String text, int from, int to) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= from && number <= to) {
                return number;
            }
        } catch (NumberFormatException _) {
            // The sentence below says what is allowed.
        }
        throw new WorldException(
                what + " is \"" + text + "\". It must be a whole number from " + from + " to " + to + ".");
    }
}
