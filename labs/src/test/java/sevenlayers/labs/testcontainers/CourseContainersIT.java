package sevenlayers.labs.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevenlayers.lab.v1.CheckLabResponse;
import sevenlayers.lab.v1.CheckResult;
import sevenlayers.labs.course.CheckRun;
import sevenlayers.labs.course.Course;
import sevenlayers.labs.course.Exercises;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.Chapters;
import sevenlayers.labs.course.doors.WorldDoors;
import sevenlayers.labs.course.run.LabRun;
import sevenlayers.labs.course.run.Lease;
import sevenlayers.labs.world.PodStatus;
import sevenlayers.labs.world.PodStatus.State;
import sevenlayers.labs.world.WorldKind;

/**
 * The chapters in a course's CI: their checks, each also with its cause removed, on containers that this test starts and ends. It needs
 * Docker and a `./lab build`. {@code -Dlab.chapters=21,22} takes only these.
 */
@Tag("containers")
class CourseContainersIT {

    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    private static TestcontainersWorld world;

    @BeforeAll
    static void up() {
        world = new TestcontainersWorld(CHECKOUT);
        world.up(_ -> {});
    }

    @AfterAll
    static void down() {
        world.close();
    }

    static List<String> chapters() {
        String only = System.getProperty("lab.chapters", "");
        return new Chapters(CHECKOUT.resolve("labs/course"))
                .all().stream()
                        .filter(chapter -> chapter.worlds().contains(WorldKind.CONTAINERS))
                        .map(Chapter::number)
                        .filter(number ->
                                only.isEmpty() || List.of(only.split(",", -1)).contains(number))
                        .toList();
    }

    @ParameterizedTest
    @MethodSource("chapters")
    void every_check_of_a_chapter_holds(String number, @TempDir Path state) throws InterruptedException {
        List<CheckLabResponse> events = new ArrayList<>();
        try (WorldDoors doors = new WorldDoors(world)) {
            LabRun.Place place = place(state, doors);
            new CheckRun(place).check(place.course().chapters().find(number), "JUnit", "en", events::add);
        }

        List<CheckResult> checks = events.stream()
                .filter(CheckLabResponse::hasCheck)
                .map(CheckLabResponse::getCheck)
                .toList();
        assertThat(checks).isNotEmpty();
        assertThat(checks).filteredOn(check -> !check.getPassed()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("chapters")
    void the_start_of_an_exercise_fails_its_solutions_pass_and_wrong_ones_fail(String number, @TempDir Path state)
            throws InterruptedException {
        try (WorldDoors doors = new WorldDoors(world)) {
            LabRun.Place place = place(state, doors);
            Exercises.hold(place, place.course().chapters().find(number));
        }
    }

    @Test
    void a_pod_is_stopped_paused_and_scaled_as_in_every_world() {
        world.pause("node-2");
        assertThat(state("node-2")).isEqualTo(State.PAUSED);
        world.resume("node-2");
        assertThat(state("node-2")).isEqualTo(State.READY);

        world.stop("node-3", true);
        assertThat(state("node-3")).isEqualTo(State.DEAD);
        assertThat(world.scale("node", 4)).isEqualTo(2);
        assertThat(nodes()).extracting(PodStatus::name).containsExactly("node-1", "node-2", "node-3", "node-4");
        assertThat(nodes()).extracting(PodStatus::state).containsOnly(State.READY);
        assertThat(world.scale("node", 3)).isEqualTo(4);
        assertThat(nodes()).hasSize(3);
    }

    private static LabRun.Place place(Path state, WorldDoors doors) {
        return new LabRun.Place(
                new Course(CHECKOUT, state), world, doors, new Lease(Duration.ofSeconds(60)), InstantSource.system());
    }

    private static State state(String pod) {
        return nodes().stream()
                .filter(status -> status.name().equals(pod))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private static List<PodStatus> nodes() {
        return world.services().stream()
                .filter(service -> service.name().equals("node"))
                .findFirst()
                .orElseThrow()
                .pods();
    }
}
