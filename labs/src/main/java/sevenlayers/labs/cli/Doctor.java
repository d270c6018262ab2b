package sevenlayers.labs.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevenlayers.labs.cli.Finding.Verdict;
import sevenlayers.labs.terminal.People;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.ServicePlan;
import sevenlayers.labs.world.relay.PortHolder;

/** Looks at the machine. */
final class Doctor {

    /** What the pods of the processes world and Maven need at the same time, with some air. */
    private static final long ENOUGH_MEMORY = 1536L << 20;

    private static final Pattern VERSION = Pattern.compile("v?(\\d+\\.\\d+[\\w.+-]*)");
    private static final int TOOL_SECONDS = 10;

    private final Layout layout;
    private final boolean up;

    /**
     * A doctor.
     *
     * @param up whether the lab is up, so that its ports are taken by itself
     */
    Doctor(Layout layout, boolean up) {
        this.layout = layout;
        this.up = up;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(
                Verdict.THERE,
                "JDK",
                System.getProperty("java.version") + " in " + System.getProperty("java.home"),
                "everything"));
        findings.add(
                tool("Maven", "building", true, "3.8 or newer: apt install maven, brew install maven", "mvn", "-v"));
        findings.add(tool(
                "grpcurl",
                "the README's calls",
                false,
                "go install github.com/fullstorydev/grpcurl/cmd/grpcurl@latest",
                "grpcurl",
                "-version"));
        findings.add(tool("dig", "the README's calls", false, "apt install dnsutils, brew install bind", "dig", "-v"));
        findings.add(tool(
                "Docker",
                "--containers, --kind",
                false,
                "not installed, not running, or not yours to use",
                "docker",
                "version",
                "--format",
                "{{.Server.Version}}"));
        findings.add(compose());
        findings.add(tool("kubectl", "--cluster, --kind, --minikube", false, "", "kubectl", "version", "--client"));
        findings.add(tool("kind", "--kind", false, "", "kind", "version"));
        findings.add(tool("minikube", "--minikube", false, "", "minikube", "version", "--short"));
        ports(findings);
        findings.add(addresses());
        memory().ifPresent(findings::add);
        return findings;
    }

    private static Finding tool(String name, String neededFor, boolean must, String hint, String... command) {
        Optional<String> said = ask(command);
        if (said.isPresent()) {
            Matcher version = VERSION.matcher(said.get());
            return new Finding(Verdict.THERE, name, version.find() ? version.group(1) : "there", neededFor);
        }
        String seen = "not found" + (hint.isEmpty() ? "" : ": " + hint);
        return new Finding(must ? Verdict.IN_THE_WAY : Verdict.NOT_THERE, name, seen, neededFor);
    }

    private static Finding compose() {
        Finding found = tool(
                "compose",
                "--containers",
                false,
                "compose 2 is a plugin of Docker",
                "docker",
                "compose",
                "version",
                "--short");
        return found.verdict() == Verdict.THERE && found.seen().startsWith("1.")
                ? new Finding(Verdict.NOT_THERE, "compose", found.seen() + " is too old: 2 or newer", "--containers")
                : found;
    }

    private void ports(List<Finding> findings) {
        List<Finding> taken = new ArrayList<>();
        layout.doors().forEach((port, whose) -> {
            if (!up && !canBind(Layout.HOST, port)) {
                taken.add(taken(Layout.HOST, port, whose));
            }
        });
        if (!up && addresses().verdict() == Verdict.THERE) {
            layout.services().forEach(service -> podPorts(service, taken));
        }
        if (taken.isEmpty()) {
            String all = String.join(
                    ", ", layout.doors().keySet().stream().map(String::valueOf).toList());
            findings.add(new Finding(
                    Verdict.THERE,
                    "ports",
                    up ? "held by the lab, which is up; ./lab status lists them" : all + ": free",
                    "front doors"));
        }
        findings.addAll(taken);
    }

    private void podPorts(ServicePlan service, List<Finding> taken) {
        for (int number = 1; number <= service.replicas(); number++) {
            String address = layout.podAddress(service, number);
            for (int port : layout.podPorts(service, number)) {
                if (!canBind(address, port)) {
                    taken.add(taken(address, port, service.name() + "-" + number));
                }
            }
        }
    }

    private Finding taken(String address, int port, String whose) {
        String holder = PortHolder.of(address, port).orElse("somebody");
        return new Finding(
                Verdict.IN_THE_WAY,
                "port " + port,
                "taken" + (address.equals(Layout.HOST) ? "" : " on " + address) + " by " + holder + ": stop it, or "
                        + layout.elsewhere(),
                whose);
    }

    private Finding addresses() {
        if (layout.oneLoopback()) {
            return new Finding(Verdict.THERE, "loopback", "one address, pods on different ports", "processes");
        }
        String address = layout.podAddress(layout.service("node").orElseThrow(), 1);
        return canBind(address, 0)
                ? new Finding(Verdict.THERE, "loopback", "an address for each pod, from " + address, "processes")
                : new Finding(
                        Verdict.IN_THE_WAY,
                        "loopback",
                        address + " is not there: LAB_ONE_LOOPBACK=1 ./lab up",
                        "processes");
    }

    private static Optional<Finding> memory() {
        Path info = Path.of("/proc/meminfo");
        try {
            if (!Files.isReadable(info)) {
                return Optional.empty();
            }
            long free = Files.readAllLines(info).stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
            return Optional.of(
                    free >= ENOUGH_MEMORY
                            ? new Finding(
                                    Verdict.THERE, "memory", People.bytes(free) + " free", "pods use about 600 MiB")
                            : new Finding(
                                    Verdict.NOT_THERE,
                                    "memory",
                                    People.bytes(free) + " free: that may be too little",
                                    "pods use about 600 MiB"));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static boolean canBind(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** What a tool says; empty if it is not there, or fails. */
    private static Optional<String> ask(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return process.exitValue() == 0
                    ? Optional.of(new String(
                            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
