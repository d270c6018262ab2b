package sevenlayers.balancer.load;

import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.l7.Limits;
import sevenlayers.balancer.testing.Doors;

/**
 * Both doors, with less patience than usual. Says their ports; {@code grpcPort:tcpPort,...} lists these backends, {@code rest} answers with
 * {@link Rest}.
 */
final class SoakDoors {
    /** Every backend that there has been, so that none keeps a request after it has left. */
    private static final List<Backend> SEEN = new ArrayList<>();

    private SoakDoors() {}

    /** Runs until its input ends. */
    public static void main(String[] arguments) throws Exception {
        Doors doors = new Doors(Limits.DEFAULT
                .with(new Limits.ToBackend(
                        4, 1_000, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .with(new Limits.Patience(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(3))));
        SoakChild.serve(
                doors.l4.address().getPort() + " " + doors.l7.address().getPort(),
                line -> line.equals("rest") ? rest(doors).text() : list(doors, line));
    }

    private static String list(Doors doors, String line) {
        doors.l7Backends.replace(addresses(line, 0));
        doors.l4Backends.replace(addresses(line, 1));
        Stream.of(doors.l4Backends, doors.l7Backends)
                .flatMap(registry -> registry.snapshot().listed().stream())
                .filter(backend -> !SEEN.contains(backend))
                .forEach(SEEN::add);
        return "listed";
    }

    private static List<InetSocketAddress> addresses(String line, int which) {
        return Arrays.stream(line.split(","))
                .map(pair -> new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(pair.split(":")[which])))
                .toList();
    }

    private static Rest rest(Doors doors) throws Exception {
        // The counters of backends that have left are only kept while they are not at rest.
        SEEN.removeIf(backend -> backend.active() == 0
                && !doors.l7Backends.snapshot().listed().contains(backend)
                && !doors.l4Backends.snapshot().listed().contains(backend));
        System.gc();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return new Rest(
                    SEEN.stream().mapToLong(Backend::active).sum(),
                    doors.l7.heldBytes(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory(),
                    residentBytes(),
                    open.count());
        }
    }

    private static long residentBytes() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1_024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
