package sevenlayers.labs.selftest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.ServicePlan;

/** A world that cannot be brought up says who or what is in the way, and leaves nothing behind. */
final class Refusals {

    private static final String ENGINE = "version) echo 20.10.24 ;;";

    private final Trial trial;

    Refusals(Trial trial) {
        this.trial = trial;
    }

    /** Tries them all. Empty if all is well, else what was wrong. */
    Optional<String> run() {
        try {
            trial.begin();
            Path tools = Files.createTempDirectory("lab-test-tools");
            try {
                takenPorts();
                docker(tools);
                cluster(tools);
                settings();
            } finally {
                delete(tools);
            }
            return Optional.empty();
        } catch (Broken e) {
            return Optional.of(e.sentence());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void takenPorts() throws IOException {
        trial.say().accept("ports in use");
        Layout layout = trial.layout();
        ServicePlan node = layout.service("node").orElseThrow();
        taken(Layout.HOST, layout.door(node), "the front door of node");
        taken(Layout.HOST, layout.agentPort(), "the front door of the agent");
        taken(layout.podAddress(node, 2), layout.podPort(node, 2), "which node-2 needs");
    }

    private void taken(String address, int port, String whose) throws IOException {
        try (ServerSocket holder = new ServerSocket(port, 1, InetAddress.getByName(address))) {
            String us = "(pid " + ProcessHandle.current().pid() + ")";
            refused(
                    trial.lab("up"),
                    "Port " + holder.getLocalPort(),
                    whose,
                    us,
                    trial.layout().elsewhere());
            trial.lab("doctor").exits(1).says("port " + port, us, "Something is in the way");
        }
    }

    private void docker(Path tools) throws IOException {
        trial.say().accept("no Docker, an old compose");
        refused(up(without(tools, "docker"), "--containers"), "no docker", "Install Docker", "./lab up");
        refused(
                up(
                        with(
                                tools,
                                "no-engine",
                                "docker",
                                "*) echo 'Cannot connect to the Docker daemon' >&2; exit 1 ;;"),
                        "--containers"),
                "its engine does not answer",
                "Start it");
        refused(
                up(
                        with(tools, "no-compose", "docker", ENGINE + " *) echo 'unknown command' >&2; exit 1 ;;"),
                        "--containers"),
                "has no compose",
                "compose 2 or newer");
        refused(
                up(with(tools, "old-compose", "docker", ENGINE + " compose) echo 1.29.2 ;;"), "--containers"),
                "compose 1.29.2 is too old",
                "compose 2 or newer");
    }

    private void cluster(Path tools) throws IOException {
        trial.say().accept("no cluster");
        refused(up(without(tools, "kubectl"), "--cluster"), "no kubectl", "Install kubectl");
        with(tools, "no-context", "docker", ENGINE);
        refused(
                up(
                        with(
                                tools,
                                "no-context",
                                "kubectl",
                                "*) echo 'error: current-context is not set' >&2; exit 1 ;;"),
                        "--cluster"),
                "no current context",
                "./lab up --cluster --context NAME");
        with(tools, "no-answer", "docker", ENGINE);
        refused(
                up(
                        with(tools, "no-answer", "kubectl", "*) echo 'The connection was refused' >&2; exit 1 ;;"),
                        "--cluster",
                        "--context",
                        "gone"),
                "The cluster of the context gone does not answer: The connection was refused",
                "./lab up --cluster --context NAME");
    }

    private void settings() {
        trial.say().accept("settings that are not allowed");
        refused(trial.sh("LAB_OFFSET=many ./lab up"), "LAB_OFFSET is \"many\"", "from 0 to 250");
        refused(trial.sh("LAB_DOORS=nood=19006 ./lab up"), "\"nood=19006\", which is no door", "balancer, l4, l7");
        refused(trial.lab("up", "--context", "gone"), "--context", "--cluster");
    }

    /** It fails with this sentence, and what it began is gone. */
    private void refused(Answered up, String... words) {
        up.exits(1).says(words);
        trial.lab("status").exits(1).says("The lab is not up. Bring it up with ./lab up");
        trial.lab("tcp", "list").exits(1).says("The lab is not up. Bring it up with ./lab up");
        trial.lab("down").succeeds().says("The lab is down.");
    }

    private Answered up(String path, String... flags) {
        return trial.sh("PATH='" + path + "' ./lab up " + String.join(" ", flags));
    }

    /** A PATH whose first {@code program} answers by its first argument as these branches of a shell's {@code case} say. */
    private static String with(Path tools, String folder, String program, String branches) throws IOException {
        Path file = Files.createDirectories(tools.resolve(folder)).resolve(program);
        Files.writeString(file, "#!/bin/sh\ncase \"$1\" in\n" + branches.replace(";; ", ";;\n") + "\nesac\n");
        executable(file);
        return file.getParent() + ":" + path();
    }

    /** A PATH with all programs but {@code missing}. */
    private static String without(Path tools, String missing) throws IOException {
        Path folder = Files.createDirectories(tools.resolve("without-" + missing));
        for (String place : path().split(":", -1)) {
            if (!place.isEmpty() && Files.isDirectory(Path.of(place))) {
                for (Path program : list(Path.of(place))) {
                    Path link = folder.resolve(program.getFileName());
                    if (!program.endsWith(missing) && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                        Files.createSymbolicLink(link, program.toAbsolutePath());
                    }
                }
            }
        }
        return folder.toString();
    }

    private static String path() {
        return System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void executable(Path file) throws IOException {
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = new ArrayList<>(files.toList());
        }
        all.sort(Comparator.reverseOrder());
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
