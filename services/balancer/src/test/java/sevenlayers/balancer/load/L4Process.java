package sevenlayers.balancer.load;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
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
    private static final int SPARE_FILES = 50;

    private L4Process() {}

    /** How many connections the limit of open files leaves room for: each takes two. */
    private static long room() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? (unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount() - SPARE_FILES) / 2
                : Integer.MAX_VALUE;
    }

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
        AskedProcess.serve(Map.of(
                "port", () -> String.valueOf(door.address().getPort()),
                "connections",
                        () -> String.valueOf(
                                backends.snapshot().candidates().getFirst().connections()),
                "room", () -> String.valueOf(room()),
                "memory", () -> Memory.here().text()));
    }
}
