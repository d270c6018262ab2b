package sevenlayers.labs.course.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.balancer.v1.Layer;
import sevenlayers.balancer.v1.Settings;
import sevenlayers.balancer.v1.Weight;
import sevenlayers.lab.v1.CheckLabResponse;
import sevenlayers.lab.v1.CheckResult;
import sevenlayers.lab.v1.RunEnded;
import sevenlayers.lab.v1.StepResult;
import sevenlayers.lab.v1.Verdict;
import sevenlayers.labs.course.CheckRun;
import sevenlayers.labs.course.Course;
import sevenlayers.labs.course.FakeLab;
import sevenlayers.labs.course.LabProblem;
import sevenlayers.labs.course.TestCourse;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.chapter.Exercise;
import sevenlayers.node.v1.Knobs;

class LabRunTest {

    @TempDir
    private Path home = Path.of("");

    private FakeLab lab = newLab();
    private final Lease lease = new Lease(Duration.ofSeconds(20));
    private final List<String> progress = new ArrayList<>();
    private final List<CheckLabResponse> events = new ArrayList<>();
    private TestCourse files = new TestCourse(Path.of(""));

    private static FakeLab newLab() {
        try {
            return new FakeLab();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void write() throws IOException {
        files = new TestCourse(home);
        files.write();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private LabRun.Place place() {
        return new LabRun.Place(new Course(home, home.resolve(".lab")), lab, lab, lease, InstantSource.system());
    }

    private Chapter chapter() {
        return place().course().chapters().find("01");
    }

    private LabRun begin() throws InterruptedException {
        return LabRun.begin(place(), chapter(), "kim", "en", Map.of(), progress::add);
    }

    private RunEnded check() throws InterruptedException {
        return new CheckRun(place()).check(chapter(), "kim", "en", events::add);
    }

    private List<CheckResult> checks() {
        return events.stream()
                .filter(CheckLabResponse::hasCheck)
                .map(CheckLabResponse::getCheck)
                .toList();
    }

    @Test
    void every_check_is_run_once_more_with_its_cause_removed() throws InterruptedException {
        RunEnded ended = check();
        assertThat(checks()).hasSize(4).allMatch(CheckResult::getPassed);
        assertThat(checks()).extracting(CheckResult::getControl).containsExactly(false, true, false, true);
        assertThat(checks().getFirst().getSaw()).isEqualTo("60 calls");
        assertThat(checks().get(1).getSaw()).isEqualTo("2 calls");
        assertThat(ended.getClaims(0).getVerdict()).isEqualTo(Verdict.VERDICT_REFINED);
        assertThat(place().course().done(chapter(), "processes")).isTrue();
        assertThat(place().course().done(chapter(), "cluster")).isFalse();
    }

    @Test
    void a_check_that_passes_without_its_cause_proves_nothing() throws Exception {
        files.replaceInLab("that: last(one).summary.calls == 60", "that: last(one).summary.calls > 0");
        RunEnded ended = check();
        assertThat(checks().get(1).getPassed()).isFalse();
        assertThat(checks().get(1).getBecause()).contains("proves nothing");
        assertThat(ended.getClaims(0).getVerdict()).isEqualTo(Verdict.VERDICT_FAILED);
    }

    @Test
    void a_check_with_nothing_to_judge_says_so_and_is_evidence_for_nothing() throws Exception {
        files.replaceInLab("id: sixty\n", "id: sixty\n        applies: size(rows) > 1\n");
        files.replaceInTexts("    title: sixty calls\n", "    title: sixty calls\n    skipped: one pod answered\n");
        RunEnded ended = check();
        assertThat(checks()).extracting(CheckResult::getId).containsExactly("01.1", "01.2", "01.2");
        assertThat(checks().getFirst().getSkipped()).isEqualTo("one pod answered");
        assertThat(checks().getFirst().getPassed()).isTrue();
        assertThat(ended.getClaims(0).getVerdict())
                .as("the other check is evidence")
                .isEqualTo(Verdict.VERDICT_REFINED);
        events.clear();
        files.replaceInLab("id: five-pods\n", "id: five-pods\n        applies: size(world.pods.node) > 9\n");
        files.replaceInTexts("    title: five pods\n", "    title: five pods\n    skipped: too few\n");
        assertThat(check().getClaims(0).getVerdict()).isEqualTo(Verdict.VERDICT_OPEN);
    }

    @Test
    void an_expression_without_a_value_is_said_with_its_place_and_what_was_recorded() throws Exception {
        files.replaceInLab("rows: last(one).summary.pods", "rows: last(one).sumary.pods");
        assertThatThrownBy(this::check)
                .hasMessageContaining("labs/course/01-test/lab.yaml: steps[0].values.rows: 'last(one).sumary")
                .hasMessageContaining("key 'sumary' is not present")
                .hasMessageContaining("/step-1/calls.json");
    }

    @Test
    void a_failed_check_says_why_and_where_to_look() throws Exception {
        files.replaceInLab("calls: 60}", "calls: 59}");
        check();
        CheckResult failed = checks().getFirst();
        assertThat(failed.getPassed()).isFalse();
        assertThat(failed.getBecause()).isEqualTo("there were 59");
        assertThat(failed.getLookAt())
                .contains("claim t.one", "./lab logs client", "labs/evidence/01/", "step-1/calls.json");
    }

    @Test
    void the_evidence_is_json_that_a_reader_can_open() throws Exception {
        check();
        try (var found = Files.walk(home.resolve("labs/evidence/01"))) {
            List<String> names = found.filter(Files::isRegularFile)
                    .map(path -> path.toString().replace('\\', '/').replaceAll(".*/([^/]+/[^/]+)$", "$1"))
                    .toList();
            assertThat(names)
                    .contains(
                            "step-1/calls.json",
                            "step-1/connections.json",
                            "step-1/checks.json",
                            "step-1/result.json",
                            "control-sixty/calls.json",
                            "step-2/calls.json");
        }
    }

    @Test
    void what_was_found_is_put_back_at_the_end() throws InterruptedException {
        lab.scale("node", 4);
        lab.ages.put("node-2", "5000");
        lab.ages.put("node-4", "7000");
        lab.pause("node-4");
        lab.channels.add("mine");
        check();
        assertThat(lab.nodes()).isEqualTo(4);
        assertThat(lab.paused).containsExactly("node-4");
        assertThat(lab.ages).containsEntry("node-2", "5000").containsEntry("node-4", "7000");
        assertThat(lab.channels).containsExactly("mine");
        assertThat(home.resolve(".lab/found.json")).doesNotExist();
    }

    @Test
    void the_state_that_a_lab_needs_is_set_before_its_first_step() throws InterruptedException {
        lab.scale("node", 4);
        lab.ages.put("node-2", "5000");
        lab.pause("node-1");
        lab.channels.add("left");
        lab.channels.add("kept");
        try (LabRun run = begin()) {
            assertThat(run.evidence().shown()).startsWith("labs/evidence/01/");
            assertThat(lab.nodes()).isEqualTo(3);
            assertThat(lab.ages).containsEntry("node-2", "0");
            assertThat(lab.paused).isEmpty();
            assertThat(lab.channels).containsExactly("left");
        }
    }

    @Test
    void what_was_found_is_put_back_after_a_failure() {
        lab.scale("node", 2);
        lab.failing = Status.UNAVAILABLE.withDescription("connection refused");
        assertThatThrownBy(this::check)
                .isInstanceOf(LabProblem.class)
                .hasMessageContaining("The front door of client (localhost:9005) does not answer")
                .hasMessageContaining("./lab logs client");
        assertThat(lab.nodes()).isEqualTo(2);
    }

    @Test
    void a_pod_that_died_is_named() {
        lab.failing = Status.UNAVAILABLE;
        assertThatThrownBy(() -> {
                    try (LabRun run = begin()) {
                        lab.die("node-2");
                        run.steps().exercise(exercise());
                    }
                })
                .hasMessageContaining("Not running: node-2 (killed by signal 9).");
    }

    private Exercise exercise() {
        Exercise exercise = chapter().exercise();
        if (exercise == null) {
            throw new AssertionError("the chapter has an exercise");
        }
        return exercise;
    }

    @Test
    void what_was_found_is_put_back_when_the_run_is_broken_off() throws InterruptedException {
        lab.scale("node", 2);
        lab.stuck = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                check();
            } catch (InterruptedException e) {
                progress.add("interrupted");
            }
        });
        lab.driving.await();
        thread.interrupt();
        thread.join(Duration.ofSeconds(20));
        assertThat(progress).contains("interrupted");
        assertThat(lab.nodes()).isEqualTo(2);
        lease.take("the next");
    }

    @Test
    void a_run_whose_agent_was_killed_is_undone_by_the_next() throws InterruptedException {
        LabRun broken = begin();
        lab.scale("node", 5);
        assertThat(broken.evidence().shown()).isNotEmpty();
        assertThat(home.resolve(".lab/found.json")).exists();
        Lease another = new Lease(Duration.ofSeconds(1));
        LabRun.Place later = new LabRun.Place(place().course(), lab, lab, another, InstantSource.system());
        LabRun.begin(later, chapter(), "kim", "en", Map.of(), progress::add).close();
        assertThat(progress).anyMatch(line -> line.contains("broke off"));
        assertThat(lab.nodes()).isEqualTo(3);
    }

    @Test
    void what_a_broken_run_had_found_is_not_lost_when_it_cannot_be_put_back() throws Exception {
        Path file = home.resolve(".lab/found.json");
        assertThat(begin().evidence().shown()).isNotEmpty();
        Files.writeString(file, Files.readString(file).replace("\"client\" : 1", "\"client\" : 2"));
        String found = Files.readString(file);
        LabRun.Place later =
                new LabRun.Place(place().course(), lab, lab, new Lease(Duration.ofSeconds(1)), InstantSource.system());
        assertThatThrownBy(() -> LabRun.begin(later, chapter(), "kim", "en", Map.of(), progress::add))
                .isInstanceOf(LabProblem.class)
                .hasMessageContaining("There is one client.")
                .hasMessageContaining("`./lab reset`");
        assertThat(file).hasContent(found);
        LabRun.reset(later, "kim");
        LabRun.begin(later, chapter(), "kim", "en", Map.of(), progress::add).close();
    }

    @Test
    void what_a_run_had_found_in_another_world_is_left_alone() throws Exception {
        Path file = home.resolve(".lab/found.json");
        lab.ages.put("node-2", "5000");
        assertThat(begin().evidence().shown()).isNotEmpty();
        Files.writeString(file, Files.readString(file).replace("\"processes ", "\"containers "));
        LabRun.Place later =
                new LabRun.Place(place().course(), lab, lab, new Lease(Duration.ofSeconds(1)), InstantSource.system());
        LabRun.begin(later, chapter(), "kim", "en", Map.of(), progress::add).close();
        assertThat(progress).noneMatch(line -> line.contains("broke off"));
        assertThat(lab.ages).containsEntry("node-2", "0");
    }

    @Test
    void pods_are_changed_while_a_call_is_under_way_and_then_it_is_ended() throws Exception {
        files.replaceInLab(
                "request: {target: \"node:9000\", calls: 60}",
                "request: {target: \"node:9000\", calls: 60}\n        meanwhile: [{scale: node, to: 2}]");
        files.replaceInLab("that: last(one).summary.calls == 60", "that: size(one) == 0");
        files.replaceInLab("saw: string(last(one).summary.calls) + ' calls'", "saw: string(size(one))");
        files.replaceInLab("rows: last(one).summary.pods.map(p, {'label':p.pod, 'value':p.calls})", "rows: '[]'");
        files.replaceInLab("evidence: {connections: last(one).summary.connections}", "evidence: {}");
        lab.stuck = new CountDownLatch(1); // the drive never ends by itself
        try (LabRun run = begin()) {
            StepResult result = run.steps().run(chapter().step("first"));
            assertThat(result.getChecks(0).getPassed()).isTrue();
            assertThat(lab.nodes()).isEqualTo(2);
        }
    }

    @Test
    void a_call_cannot_be_made_while_another_is_under_way() throws Exception {
        files.replaceInLab(
                "request: {target: \"node:9000\", calls: 60}",
                "request: {target: \"node:9000\", calls: 60}\n        meanwhile: [{call: sevenlayers.client.v1.ClientService/Drive}]");
        assertThatThrownBy(this::chapter).hasMessageContaining("meanwhile[0]: is a call");
    }

    @Test
    void settings_of_the_balancer_are_set_for_the_lab_and_put_back() throws Exception {
        files.replaceInLab(
                "replicas: {node: 3}", "replicas: {node: 3}\n  balancer: {l7: {policy: {name: least_connections}}}");
        Weight five = Weight.newBuilder().setBackend("node-2").setWeight(5).build();
        lab.balancer.set(Layer.LAYER_L7, "maglev", five);
        lab.balancer.set(Layer.LAYER_L4, "random");
        Settings l4 = lab.balancer.settings(Layer.LAYER_L4);
        Settings l7 = lab.balancer.settings(Layer.LAYER_L7);
        try (LabRun run = begin()) {
            assertThat(run.evidence().shown()).isNotEmpty();
            assertThat(policy(Layer.LAYER_L7)).isEqualTo("least_connections");
            assertThat(policy(Layer.LAYER_L4)).isEqualTo("round_robin");
            assertThat(lab.balancer.settings(Layer.LAYER_L7).getWeights().getWeightsList())
                    .isEmpty();
            lab.balancer.set(Layer.LAYER_L4, "priority", five);
        }
        assertThat(lab.balancer.settings(Layer.LAYER_L4)).isEqualTo(l4);
        assertThat(lab.balancer.settings(Layer.LAYER_L7)).isEqualTo(l7);
    }

    @Test
    void a_weight_of_a_pod_that_is_gone_does_not_hinder_the_rest() throws InterruptedException {
        Weight two = Weight.newBuilder().setBackend("node-2").setWeight(2).build();
        lab.balancer.set(
                Layer.LAYER_L7,
                "maglev",
                two,
                Weight.newBuilder().setBackend("node-9").setWeight(5).build());
        check();
        assertThat(policy(Layer.LAYER_L7)).isEqualTo("maglev");
        assertThat(lab.balancer.settings(Layer.LAYER_L7).getWeights().getWeightsList())
                .containsExactly(two);
    }

    private String policy(Layer layer) {
        return lab.balancer.settings(layer).getPolicy().getName();
    }

    @Test
    void every_knob_is_set_back() {
        assertThat(StateKeeper.knobsAtStart())
                .containsOnlyKeys(Knobs.getDescriptor().getFields().stream()
                        .map(FieldDescriptor::getJsonName)
                        .toList()
                        .toArray(String[]::new));
    }

    @Test
    void a_control_whose_calls_fail_proves_nothing() throws Exception {
        files.replaceInLab("because: {fewer: last", "because: {failed: last(one).summary.calls == 2, fewer: last");
        files.replaceInTexts("because: {fewer", "because: {failed: all of them, fewer");
        check();
        assertThat(checks().get(1).getPassed()).isFalse();
        assertThat(checks().get(1).getBecause()).isEqualTo("the calls of the control failed: all of them");
    }

    @Test
    void a_second_run_is_told_who_runs_what() throws InterruptedException {
        try (LabRun run = begin()) {
            assertThat(run.evidence().shown()).isNotEmpty();
            assertThatThrownBy(this::begin)
                    .isInstanceOf(LabProblem.class)
                    .hasMessageContaining("kim runs lab 01-test")
                    .hasMessageContaining("./lab run --watch");
        }
        begin().close();
    }

    @Test
    void a_watcher_sees_what_is_done_until_the_end() throws InterruptedException {
        List<String> seen = new ArrayList<>();
        LabRun run = begin();
        lease.watch(new Lease.Watcher() {
            @Override
            public void line(String who, String line) {
                seen.add(who + ": " + line);
            }

            @Override
            public void ended() {
                seen.add("ended");
            }
        });
        run.steps().run(chapter().steps().getFirst());
        run.close();
        assertThat(seen)
                .contains("kim runs lab 01-test: ClientService/Drive")
                .last()
                .isEqualTo("ended");
        assertThatThrownBy(() -> lease.watch(new Lease.Watcher() {
                    @Override
                    public void line(String who, String line) {}

                    @Override
                    public void ended() {}
                }))
                .hasMessageContaining("no lab runs now");
    }

    @Test
    void a_step_that_goes_on_from_another_does_that_first_unless_it_was_just_done() throws InterruptedException {
        try (LabRun run = begin()) {
            StepResult result = run.steps().run(chapter().step("second"));
            assertThat(result.getChecksList()).allMatch(CheckResult::getPassed);
            assertThat(lab.drives).containsExactly(" 60", "kept 5", "kept 5");
            assertThat(lab.ages)
                    .isEqualTo(new TreeMap<>(Map.of(
                            "node-1", "1000", "node-2", "1000", "node-3", "1000", "node-4", "1000", "node-5", "1000")));
        }
    }

    @Test
    void a_lab_whose_world_cannot_serve_it_says_so() throws Exception {
        files.replaceInLab("worlds: [processes]", "worlds: [cluster]");
        assertThatThrownBy(this::begin).hasMessageContaining("cannot run in the world of processes; it needs: cluster");
        assertThat(lab.drives).isEmpty();
    }

    @Test
    void the_exercise_starts_wrong_and_its_solutions_pass_and_wrong_ones_do_not() throws InterruptedException {
        CheckRun run = new CheckRun(place());
        assertThat(run.checkMine(chapter(), "kim", "en", events::add)).isFalse();
        assertThat(home.resolve("labs/mine/01/answer.yaml")).exists();
        assertThat(run.judge(chapter(), exercise().solutions().getOrDefault("ten", Map.of()), "kim", "en", events::add))
                .isTrue();
        assertThat(run.judge(chapter(), exercise().wrong().getOrDefault("nine", Map.of()), "kim", "en", events::add))
                .isFalse();
    }

    @Test
    void a_student_can_change_only_what_the_exercise_allows() throws Exception {
        Files.createDirectories(home.resolve("labs/mine/01"));
        Files.writeString(home.resolve("labs/mine/01/answer.yaml"), "client: {cals: 60}\n");
        assertThatThrownBy(() -> new CheckRun(place()).checkMine(chapter(), "kim", "en", events::add))
                .hasMessageContaining("client.cals: not known here; allowed: calls, target")
                .hasMessageContaining("Did you mean \"calls\"?");
    }

    @Test
    void reset_puts_the_world_back_by_hand() throws InterruptedException {
        lab.scale("node", 5);
        lab.pause("node-1");
        lab.ages.put("node-3", "1000");
        lab.channels.add("left");
        lab.balancer.set(Layer.LAYER_L4, "random");
        assertThat(LabRun.reset(place(), "kim")).hasSize(5);
        assertThat(policy(Layer.LAYER_L4)).isEqualTo("round_robin");
        assertThat(lab.nodes()).isEqualTo(3);
        assertThat(lab.paused).isEmpty();
        assertThat(lab.ages).containsEntry("node-3", "0");
        assertThat(LabRun.reset(place(), "kim")).isEmpty();
    }
}
