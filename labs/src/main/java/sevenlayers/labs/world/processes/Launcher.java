package sevenlayers.labs.world.processes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.ServicePlan;
import sevenlayers.labs.world.WorldException;

/** Starts pods: docs/architecture.md says what a pod is told. */
final class Launcher {

    private final Layout layout;
    private final Path state;
    private final NameBook names;

    Launcher(Layout layout, Path state, NameBook names) {
        this.layout = layout;
        this.state = state;
        this.names = names;
    }

    /** Starts a pod; it is not ready yet. */
    PodProcess start(PodId pod, Application application) {
        ProcessBuilder builder = new ProcessBuilder(command(pod, application))
                .directory(application.folder().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(pod.name()).toFile()));
        // Settings of the person's own shell are not the pod's.
        builder.environment().keySet().removeIf(name -> name.startsWith("LAB_") || name.startsWith("QUARKUS_"));
        builder.environment().putAll(environment(pod));
        String address = layout.podAddress(pod.service(), pod.number());
        int port = layout.podPort(pod.service(), pod.number());
        try {
            Files.createDirectories(state.resolve("logs"));
            return new PodProcess(
                    pod,
                    builder.start(),
                    application.code(),
                    new InetSocketAddress(address, port),
                    new InetSocketAddress(address, layout.podHttpPort(pod.service(), pod.number())),
                    layout.oneLoopback() ? address + ":" + port : address);
        } catch (IOException e) {
            throw new WorldException("The pod " + pod.name() + " could not be started: " + e.getMessage(), e);
        }
    }

    Path log(String pod) {
        return state.resolve("logs").resolve(pod + ".log");
    }

    List<String> command(PodId pod, Application application) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmFlags.of(pod.service().name()));
        if (Files.exists(application.folder().resolve(JvmFlags.AOT_CACHE))) {
            command.add("-XX:AOTCache=" + JvmFlags.AOT_CACHE);
        }
        if (!layout.oneLoopback()) {
            command.add("-Djdk.net.hosts.file=" + names.file());
        }
        command.addAll(List.of("-jar", "quarkus-run.jar"));
        return command;
    }

    Map<String, String> environment(PodId pod) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("LAB_POD", pod.name());
        environment.put("LAB_WORLD", "processes");
        // A pod cannot ask for it: its JVM reads names from the lab's own hosts file, which does not have this machine.
        environment.put("LAB_NODE", hostName());
        environment.put("LAB_ADDRESS", layout.podAddress(pod.service(), pod.number()));
        environment.put("LAB_PORT", Integer.toString(layout.podPort(pod.service(), pod.number())));
        if (pod.service().name().equals("node")) {
            environment.put("LAB_HTTP_PORT", Integer.toString(layout.podHttpPort(pod.service(), pod.number())));
        }
        for (ServicePlan.Extra extra : pod.service().extras()) {
            environment.put(
                    "LAB_" + extra.what().toUpperCase(Locale.ROOT) + "_PORT",
                    Integer.toString(layout.podPort(pod.service(), pod.number(), extra)));
        }
        if (pod.service().name().equals("dns")) {
            environment.put("LAB_DNS_TREE", layout.treeNetwork(pod.number()));
            if (layout.oneLoopback()) {
                environment.put("LAB_DNS_TREE_PORT", Integer.toString(layout.treePort(pod.number())));
            }
        }
        if (pod.service().name().equals("crypto")) {
            environment.put("LAB_INSECURE", "on"); // lessons have calls with keys in the clear
        }
        if (layout.oneLoopback()) {
            environment.put("LAB_NAMES", names.file().toString());
        }
        return environment;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }
}
