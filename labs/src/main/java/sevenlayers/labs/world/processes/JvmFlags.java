package sevenlayers.labs.world.processes;

import java.util.List;
import java.util.Map;

/** How a pod's JVM is set: small and quick to start; a service that needs more says so here. */
final class JvmFlags {

    /**
     * Flags under which the AOT cache of the build is used: not with another collector, and not with {@code --enable-native-access}, which
     * is said in the jar's manifest instead.
     */
    private static final List<String> ALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dfile.encoding=UTF-8",
            "-Dsun.net.inetaddr.ttl=1", // names change while a lab runs, and the JDK would keep an answer for 30 s
            "-Dsun.net.inetaddr.negative.ttl=0");

    private static final List<String> SMALL = List.of("-Xmx64m");

    /** By service, instead of {@link #SMALL}. */
    private static final Map<String, List<String>> OWN = Map.of();

    private JvmFlags() {}

    static List<String> all() {
        return ALL;
    }

    static List<String> heapOf(String service) {
        return OWN.getOrDefault(service, SMALL);
    }
}
