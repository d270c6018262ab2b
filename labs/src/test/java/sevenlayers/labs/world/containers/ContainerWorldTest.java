package sevenlayers.labs.world.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.PodStatus;
import sevenlayers.labs.world.Progress;
import sevenlayers.labs.world.ServicePlan;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.tool.Tool;

/** Against a docker of our own: a script that prints the files beside it and remembers what it was asked. */
@Timeout(60)
class ContainerWorldTest {

    private static final String DOCKER = """
            #!/bin/sh
            here=${0%/*}
            echo "$*" >>"$here/asked"
            case "$*" in
              ps*) cat "$here/ids" ;;
              inspect*) cat "$here/containers" ;;
              exec*grep*) cat "$here/memory" ;;
              exec*) cat "$here/ready" ;;
              *" up "*) [ ! -e "$here/broken" ] || { cat "$here/broken" >&2; exit 1; }; cp "$here/started" "$here/ids" ;;
            esac
            """;

    private static final String CONTAINER = """
            {"Id": "c0ffee", "Config": {"Image": "seven-layers/node:abc", "Labels":
                {"com.docker.compose.service": "node", "com.docker.compose.container-number": "1"}},
              "State": {"Status": "%s", "ExitCode": 137}, "NetworkSettings": {"Networks": {"lab": {"IPAddress": "172.18.0.3"}}}}
            """;

    @TempDir
    private Path directory;

    private final List<Progress> progress = new ArrayList<>();
    private Layout layout;
    private ContainerWorld world;

    @BeforeEach
    void a_built_checkout() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            layout = Layout.of(Map.of("LAB_DOORS", "client=" + free.getLocalPort(), "LAB_OFFSET", "248"));
        }
        for (String file : List.of("Dockerfile", "jvm.options", "train.sh")) {
            write("services/" + file, file);
        }
        for (ServicePlan service : layout.services()) {
            write("services/" + service.name() + "/target/quarkus-app/quarkus-run.jar", "runner");
        }
        write("ids", "");
        write("started", "c0ffee\n");
        write("containers", "[" + CONTAINER.formatted("running") + "]");
        write("ready", "c0ffee\nasked\n");
        write("memory", "Pss: 80000 kB\n");
        Path docker = write("docker", DOCKER);
        assertThat(docker.toFile().setExecutable(true)).isTrue();
        world = new ContainerWorld(layout, new Tool(docker.toString(), directory, Map.of()), directory, "");
    }

    @Test
    void up_tells_what_it_starts_and_nothing_when_all_is_up_and_unchanged() throws IOException {
        world.up(progress::add);
        assertThat(progress).contains(new Progress("starting", 1, 1));

        progress.clear();
        world.up(progress::add);
        assertThat(progress).isEmpty();
    }

    @Test
    void pods_say_whether_they_are_ready_all_in_one_question_and_what_they_take_only_when_asked() throws IOException {
        world.up(progress::add);
        write("asked", "");
        assertThat(pod().state()).isEqualTo(PodStatus.State.READY);
        assertThat(pod().memoryBytes()).isZero();
        assertThat(Files.readString(directory.resolve("asked")))
                .contains("wget -q -T 2 -O /dev/null http://172.18.0.3:8080/q/health/ready")
                .doesNotContain("grep");
        assertThat(world.measured().stream()
                        .flatMap(service -> service.pods().stream())
                        .map(PodStatus::memoryBytes))
                .containsExactly(80_000 * 1024L);

        write("ready", "asked\n");
        assertThat(pod().state()).isEqualTo(PodStatus.State.NOT_READY);
        write("ready", ""); // whoever was asked to ask has ended
        assertThat(pod().state()).isEqualTo(PodStatus.State.NOT_READY);
    }

    private PodStatus pod() {
        return world.services().stream()
                .flatMap(service -> service.pods().stream())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void servers_of_the_dns_tree_are_pods_but_no_service() throws IOException {
        write("ids", "c0ffee\n");
        write("containers", "[" + CONTAINER.formatted("running").replace("\"node\"", "\"lab\"") + "]");
        assertThat(world.innerPods()).containsExactly("lab-1");
        assertThat(world.services()).allMatch(service -> service.pods().isEmpty());
    }

    @Test
    void up_waits_for_a_container_that_is_not_ready_even_if_nothing_has_changed() throws IOException {
        world.up(progress::add);
        progress.clear();
        write("ready", "asked\n");
        Thread up = Thread.startVirtualThread(() -> assertThatThrownBy(() -> world.up(step -> {
                    progress.add(step);
                    Thread.currentThread().interrupt(); // it waits: seen enough
                }))
                .isInstanceOf(WorldException.class));
        join(up);

        assertThat(progress).containsExactly(new Progress("starting", 0, 1));
    }

    @Test
    void a_taken_front_door_is_told_before_anything_is_built() throws IOException {
        try (ServerSocket _ = new ServerSocket(layout.door("client"), 1, InetAddress.getByName(Layout.HOST))) {
            assertThatThrownBy(() -> world.up(progress::add))
                    .isInstanceOf(WorldException.class)
                    .hasMessageContaining("Port " + layout.door("client") + ", the front door of client, is taken");
        }
        assertThat(asked("image", "compose")).isEmpty();
    }

    @Test
    void what_did_not_come_up_is_ended_without_draining() throws IOException {
        write("broken", "no space left on device");

        assertThatThrownBy(() -> world.up(progress::add))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("no space left on device");
        assertThat(asked("compose")).last().asString().endsWith("down --remove-orphans --timeout 2");
    }

    @Test
    void down_gives_pods_the_time_to_drain() throws IOException {
        world.down(progress::add);

        assertThat(asked("compose")).singleElement().asString().endsWith("down --remove-orphans --timeout 30");
    }

    @Test
    void a_pod_that_has_ended_cannot_be_frozen_resumed_or_stopped() throws IOException {
        write("ids", "c0ffee\n");
        write("containers", "[" + CONTAINER.formatted("exited") + "]");

        for (Runnable action : List.<Runnable>of(
                () -> world.pause("node-1"), () -> world.resume("node-1"), () -> world.stop("node-1", false))) {
            assertThatThrownBy(action::run)
                    .isInstanceOf(WorldException.class)
                    .hasMessage("node-1 is not running (killed (SIGKILL)). ./lab up starts it again.");
        }
    }

    private List<String> asked(String... words) throws IOException {
        return Files.readAllLines(directory.resolve("asked")).stream()
                .filter(line -> List.of(words).contains(line.split(" ", 2)[0]))
                .toList();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Path write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
