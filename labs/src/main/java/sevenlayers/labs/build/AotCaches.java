package sevenlayers.labs.build;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.processes.HttpProbe;
import sevenlayers.labs.world.processes.JvmFlags;

/**
 * The AOT caches of the command and of each service, made once after a build: with one a pod needs little more than half the processor time
 * to start.
 *
 * <p>A service is started on its own, asked what every pod is asked first, and ended.
 */
final class AotCaches {

    private static final int READY_SECONDS = 90;

    private final Path repository;

    AotCaches(Path repository) {
        this.repository = repository;
    }

    /** Makes those that are missing or older than what they are of; tells {@code making} before it begins with that many. */
    void make(Consumer<Integer> making) {
        List<Runnable> due = new ArrayList<>();
        try {
            AotTraining command = command();
            if (command.isDue()) {
                due.add(() -> command.run(Map.of(), List.of("rehearse"), AotCaches::untilItEnds));
            }
            for (String service : Layout.serviceNames()) {
                AotTraining training = service(service);
                if (training.isDue()) {
                    due.add(() -> train(service, training));
                }
            }
        } catch (IOException _) {
            return; // what cannot be read now is looked at again by the next build
        }
        if (due.isEmpty()) {
            return;
        }
        making.accept(due.size());
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            due.forEach(two::execute);
        }
    }

    /** The script {@code lab} uses it while it is newer than the jar. */
    private AotTraining command() {
        Path target = repository.resolve("labs/target");
        return new AotTraining(
                target.resolve("labs.jar"),
                target.resolve("lab.aot"),
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "--sun-misc-unsafe-memory-access=allow"));
    }

    private AotTraining service(String service) {
        Path application = repository.resolve("services").resolve(service).resolve("target/quarkus-app");
        return new AotTraining(
                application.resolve("quarkus-run.jar"), application.resolve(JvmFlags.AOT_CACHE), JvmFlags.of(service));
    }

    private void train(String service, AotTraining training) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try {
            InetSocketAddress grpc = new InetSocketAddress(loopback, freePort());
            boolean separateHttp = service.equals("node");
            InetSocketAddress http = separateHttp ? new InetSocketAddress(loopback, freePort()) : grpc;
            training.run(environment(service, grpc, http), List.of(), program -> {
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
                while (!HttpProbe.isReady(http)) {
                    if (System.nanoTime() > deadline || program.waitFor(100, TimeUnit.MILLISECONDS)) {
                        throw new IOException(service + " did not become ready");
                    }
                }
                ask(grpc);
            });
        } catch (IOException _) {
            // No port is free; then this service has no cache.
        }
    }

    /** The command asks as it does when a pod starts: by gRPC, which this code, run from its sources, does not have. */
    private void ask(InetSocketAddress grpc) throws IOException, InterruptedException {
        Process questions = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        command().jar().toString(),
                        "rehearse",
                        "--ask",
                        grpc.getAddress().getHostAddress() + ":" + grpc.getPort())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        questions.waitFor(READY_SECONDS, TimeUnit.SECONDS);
    }

    private static Map<String, String> environment(String service, InetSocketAddress grpc, InetSocketAddress http)
            throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "LAB_POD",
                service + "-1",
                "LAB_WORLD",
                "processes",
                "LAB_ADDRESS",
                grpc.getAddress().getHostAddress(),
                "LAB_PORT",
                Integer.toString(grpc.getPort()),
                "LAB_HTTP_PORT",
                Integer.toString(http.getPort()),
                "LAB_L4_PORT",
                "0",
                "LAB_L7_PORT",
                "0",
                // The balancer is ready from its first backend on: an address, which need not answer, is one.
                "LAB_BACKENDS",
                grpc.getAddress().getHostAddress() + ":" + grpc.getPort(),
                "LAB_DRAIN_ACCEPT",
                "PT0S"));
        if (service.equals("dns")) {
            // Beside a lab that may be up: addresses that none has, or ports that are free.
            environment.put("LAB_RESOLVER_PORT", Integer.toString(freePort()));
            environment.put("LAB_DNS_TREE", "127.52.255");
            if (Layout.ofSystem().oneLoopback()) {
                environment.put("LAB_DNS_TREE_PORT", Integer.toString(freePort()));
            }
        }
        return environment;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void untilItEnds(Process program) throws InterruptedException {
        program.waitFor(READY_SECONDS, TimeUnit.SECONDS);
    }
}
