package sevenlayers.chassis.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The pod of the module under test, as it was packaged and as it is shipped: a process of its own, on free ports of 127.0.0.1. */
public final class PackagedPod implements AutoCloseable {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    private final Process process;
    private final int port;

    private PackagedPod(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param ports settings that are ports, {@code LAB_PORT} among them: each gets a free one
     * @param settings other settings
     */
    public static PackagedPod start(List<String> ports, Map<String, String> settings) throws Exception {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("LAB_ADDRESS", "127.0.0.1");
        environment.putAll(free(ports));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + MODULE.resolveSibling("jvm.options"),
                        "-jar",
                        MODULE.resolve("target/quarkus-app/quarkus-run.jar").toString())
                .redirectErrorStream(true)
                .redirectOutput(MODULE.resolve("target/packaged-pod.log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LAB_") || name.startsWith("QUARKUS_"));
        builder.environment().putAll(environment);
        PackagedPod pod = new PackagedPod(builder.start(), Integer.parseInt(environment.get("LAB_PORT")));
        try {
            pod.awaitServing();
            return pod;
        } catch (Exception | AssertionError e) {
            pod.close();
            throw e;
        }
    }

    /** The gRPC port. */
    public int port() {
        return port;
    }

    public Process process() {
        return process;
    }

    /** Kills it if it is still there. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void awaitServing() throws InterruptedException {
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
        try {
            process.onExit().thenRun(channel::shutdownNow); // a pod that ends is not waited for
            assertThat(HealthGrpc.newBlockingStub(channel)
                            .withWaitForReady()
                            .withDeadlineAfter(60, TimeUnit.SECONDS)
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus())
                    .as("health of the pod; its output is in target/packaged-pod.log")
                    .isEqualTo(ServingStatus.SERVING);
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    /** Ports that nobody listens on, all held until the last one is found, so that no two are the same. */
    private static Map<String, String> free(List<String> names) throws IOException {
        Map<String, String> free = new HashMap<>();
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (String name : names) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                free.put(name, Integer.toString(socket.getLocalPort()));
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
        return free;
    }
}
