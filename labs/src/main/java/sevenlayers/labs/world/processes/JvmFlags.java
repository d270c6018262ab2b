package sevenlayers.labs.world.processes;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How a pod's JVM is set: small and quick to start; a service that needs more says so here. */
public final class JvmFlags {

    /** What the build leaves beside the application, if it could make one. */
    public static final String AOT_CACHE = "app.aot";

    /**
     * Flags under which the AOT cache of the build is used: not with another collector, and not with {@code --enable-native-access}, which
     * is said in the jar's manifest instead.
     */
    private static final List<String> ALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dfile.encoding=UTF-8");

    private static final List<String> SMALL = List.of("-Xmx64m");

    /** By service, instead of {@link #SMALL}. */
    private static final Map<String, List<String>> OWN = Map.of(
            // What simulated hosts have in their buffers is in memory here.
            "handshake", List.of("-Xmx160m"),
            // What the processor can do for AES and SHA-2 only the second compiler uses.
            "crypto", List.of("-Xmx64m", "-XX:TieredStopAtLevel=4"));

    private JvmFlags() {}

    /** All flags of a service's pods. */
    public static List<String> of(String service) {
        return Stream.concat(ALL.stream(), OWN.getOrDefault(service, SMALL).stream())
                .toList();
    }
}
