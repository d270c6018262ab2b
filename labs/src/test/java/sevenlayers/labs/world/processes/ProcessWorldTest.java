package sevenlayers.labs.world.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.chassis.v1.PodServiceGrpc;
import sevenlayers.chassis.v1.WhoAmIRequest;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.PodStatus;
import sevenlayers.labs.world.PodStatus.State;
import sevenlayers.labs.world.WorldException;

/** The processes world with real pods. Needs the services built; {@code ./lab test} runs it. */
@Tag("world")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProcessWorldTest {

    private static final Layout LAYOUT = Layout.of(Map.of("LAB_OFFSET", "240", "LAB_ONE_LOOPBACK", "0"));

    @TempDir
    private static Path state;

    private static ProcessWorld world;

    @BeforeAll
    static void up() {
        world = new ProcessWorld(LAYOUT, Path.of("..").toAbsolutePath().normalize(), state);
        world.up(_ -> {});
    }

    @AfterAll
    static void down() {
        List<ProcessHandle> pods = ProcessHandle.current().children().toList();
        assertThat(pods).isNotEmpty();
        world.down(_ -> {});
        assertThat(pods).noneMatch(ProcessHandle::isAlive);
        assertThat(world.services()).allMatch(service -> service.pods().isEmpty());
    }

    @Test
    @Order(1)
    void every_pod_is_ready_and_has_memory() {
        assertThat(world.services())
                .allSatisfy(
                        service -> assertThat(service.pods()).isNotEmpty().allMatch(pod -> pod.state() == State.READY));
        assertThat(pods("node")).extracting(PodStatus::name).containsExactly("node-1", "node-2", "node-3");
    }

    @Test
    @Order(2)
    void up_again_changes_nothing() {
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        world.up(_ -> {});
        assertThat(ProcessHandle.current().children()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    @Order(3)
    void a_front_door_moves_on_when_its_pod_is_killed() {
        assertThat(whoAnswers()).startsWith("node-");
        world.stop("node-1", true);
        world.stop("node-2", false);
        assertThat(whoAnswers()).isEqualTo("node-3");
        assertThat(pods("node")).extracting(PodStatus::name).containsExactly("node-3");
    }

    @Test
    @Order(4)
    void scaling_gives_the_name_all_addresses() throws Exception {
        assertThat(world.scale("node", 4)).isEqualTo(1);
        assertThat(Files.readAllLines(state.resolve("hosts")))
                .filteredOn(line -> line.endsWith(" node"))
                .containsExactly(
                        "127.0.240.11 node-1 node",
                        "127.0.240.12 node-2 node",
                        "127.0.240.13 node-3 node",
                        "127.0.240.14 node-4 node");
        world.scale("node", 3);
        assertThat(Files.readString(state.resolve("hosts"))).doesNotContain("node-4");
    }

    @Test
    @Order(5)
    void a_paused_pod_says_so_and_goes_on() {
        world.pause("node-2");
        assertThat(pod("node-2").state()).isEqualTo(State.PAUSED);
        world.resume("node-2");
        assertThat(pod("node-2").state()).isNotEqualTo(State.PAUSED);
    }

    @Test
    @Order(6)
    void a_pod_that_dies_unasked_is_dead_in_the_list_and_gone_from_the_name() throws Exception {
        ProcessHandle victim = ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("quarkus-run"))
                .findFirst()
                .orElseThrow();
        victim.destroyForcibly();
        victim.onExit().get(10, TimeUnit.SECONDS);
        List<PodStatus> dead = world.services().stream()
                .flatMap(service -> service.pods().stream())
                .filter(pod -> pod.state() == State.DEAD)
                .toList();
        assertThat(dead)
                .singleElement()
                .satisfies(pod -> assertThat(pod.detail()).contains("killed (SIGKILL)", "./lab up"));
        world.up(_ -> {});
        assertThat(world.services())
                .allSatisfy(service -> assertThat(service.pods()).noneMatch(pod -> pod.state() == State.DEAD));
    }

    @Test
    @Order(7)
    void what_is_not_allowed_is_said() {
        assertThatThrownBy(() -> world.scale("node", 21))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("1 to 20");
        assertThatThrownBy(() -> world.stop("node-9", false)).hasMessageContaining("node-9");
    }

    private static String whoAnswers() {
        ManagedChannel channel = NettyChannelBuilder.forAddress(Layout.HOST, LAYOUT.door("node"))
                .usePlaintext()
                .build();
        try {
            return PodServiceGrpc.newBlockingStub(channel)
                    .withWaitForReady()
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .whoAmI(WhoAmIRequest.getDefaultInstance())
                    .getPod()
                    .getName();
        } finally {
            channel.shutdownNow();
        }
    }

    private static List<PodStatus> pods(String service) {
        return world.services().stream()
                .filter(one -> one.name().equals(service))
                .findFirst()
                .orElseThrow()
                .pods();
    }

    private static PodStatus pod(String name) {
        return pods(name.substring(0, name.lastIndexOf('-'))).stream()
                .filter(pod -> pod.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
