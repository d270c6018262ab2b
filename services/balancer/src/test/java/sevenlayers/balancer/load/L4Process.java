package sevenlayers.balancer.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import sevenlayers.balancer.backend.Registry;
import sevenlayers.balancer.decision.DecisionLog;
import sevenlayers.balancer.l4.L4Listener;
import sevenlayers.balancer.l4.Limits;
import sevenlayers.balancer.l4.ProxyProtocol;
import sevenlayers.balancer.policy.RoundRobin;
import sevenlayers.balancer.policy.Routing;
import sevenlayers.balancer.transport.Transport;

/** The L4 door alone, as large as a pod of the lab. */
final class L4Process {
    private L4Process() {}

    /** @param arguments the backend's port, and how many connections are allowed */
    public static void main(String[] arguments) throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        Registry backends = new Registry();
        backends.replace(List.of(new InetSocketAddress(loopback, Integer.parseInt(arguments[0]))));
        Limits limits =
                new Limits(Limits.DEFAULT.connectTimeout(), Limits.DEFAULT.idle(), Integer.parseInt(arguments[1]) + 1);
        L4Listener door = L4Listener.bind(
                new InetSocketAddress(loopback, 0),
                new L4Listener.Plan(
                        Transport.nio("l4", 2),
                        new Routing(backends, new RoundRobin()),
                        new DecisionLog(InstantSource.system()),
                        null,
                        limits,
                        ProxyProtocol.OFF));
        Child.serve(Map.of(
                "port", () -> String.valueOf(door.address().getPort()),
                "connections",
                        () -> String.valueOf(
                                backends.snapshot().candidates().getFirst().connections()),
                "memory", () -> Memory.here().text()));
    }
}
