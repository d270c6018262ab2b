package sevenlayers.labs.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.lab.v1.Again;
import sevenlayers.lab.v1.Hint;
import sevenlayers.lab.v1.HintShown;
import sevenlayers.lab.v1.Next;
import sevenlayers.lab.v1.Predict;
import sevenlayers.lab.v1.RunEnded;
import sevenlayers.lab.v1.RunLabRequest;
import sevenlayers.lab.v1.RunLabResponse;
import sevenlayers.lab.v1.StartRun;
import sevenlayers.lab.v1.StepOpened;
import sevenlayers.lab.v1.StepResult;
import sevenlayers.lab.v1.Verdict;
import sevenlayers.lab.v1.WrongPrediction;
import sevenlayers.labs.course.ledger.Report;
import sevenlayers.labs.course.run.LabRun;
import sevenlayers.labs.course.run.Lease;

class SessionTest {

    private static final RunLabRequest NEXT =
            RunLabRequest.newBuilder().setNext(Next.getDefaultInstance()).build();
    private static final RunLabRequest HINT =
            RunLabRequest.newBuilder().setHint(Hint.getDefaultInstance()).build();
    private static final RunLabRequest AGAIN =
            RunLabRequest.newBuilder().setAgain(Again.getDefaultInstance()).build();
    private static final RunLabRequest LEAVE = RunLabRequest.getDefaultInstance();

    @TempDir
    private Path home = Path.of("");

    private final FakeLab lab;

    SessionTest() throws IOException {
        lab = new FakeLab();
    }

    @BeforeEach
    void write() throws IOException {
        new TestCourse(home).write();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private LabRun.Place place() {
        return new LabRun.Place(
                new Course(home, home.resolve(".lab")),
                lab,
                lab,
                new Lease(Duration.ofSeconds(1)),
                InstantSource.system());
    }

    private static RunLabRequest predict(String option) {
        return RunLabRequest.newBuilder()
                .setPredict(Predict.newBuilder().setOption(option))
                .build();
    }

    private List<RunLabResponse> take(RunLabRequest... requests) throws InterruptedException {
        List<RunLabResponse> events = new ArrayList<>();
        StartRun start = StartRun.newBuilder().setLab("test").setWho("kim").build();
        new Session(place(), start, new LinkedBlockingQueue<>(List.of(requests)), events::add).run();
        return events;
    }

    private static RunEnded ended(List<RunLabResponse> events) {
        return events.getLast().getEnded();
    }

    @Test
    void the_whole_way_with_one_wrong_prediction() throws InterruptedException {
        List<RunLabResponse> events = take(predict("a"), NEXT, predict("a"), NEXT);
        StepResult first = events.stream()
                .filter(RunLabResponse::hasResult)
                .findFirst()
                .orElseThrow()
                .getResult();
        assertThat(first.getRight()).isFalse();
        assertThat(first.getAboutPrediction()).isEqualTo("It is b; here was near.");
        assertThat(first.getByHandList())
                .containsExactly("grpcurl -plaintext -d '{\"target\":\"node:9000\",\"calls\":60}' localhost:9005"
                        + " sevenlayers.client.v1.ClientService/Drive");
        assertThat(first.getFigures(0).getBarsList())
                .extracting(bar -> bar.getLabel() + " " + bar.getValue())
                .containsExactly("node-1 60.0", "node-2 0.0", "node-3 0.0");
        assertThat(ended(events).getWrongList())
                .extracting(WrongPrediction::getStep)
                .containsExactly(1);
        assertThat(ended(events).getWrong(0).getClaim()).isEqualTo("t.one");
        assertThat(ended(events).getClaims(0).getVerdict()).isEqualTo(Verdict.VERDICT_REFINED);
        assertThat(ended(events).getStepsDone()).isEqualTo(2);
    }

    @Test
    void hints_come_one_at_a_time_and_end() throws InterruptedException {
        List<RunLabResponse> events = take(HINT, HINT, HINT, LEAVE);
        assertThat(events.stream()
                        .filter(RunLabResponse::hasHint)
                        .map(RunLabResponse::getHint)
                        .map(HintShown::getText))
                .containsExactly("Think.", "Think again.", "");
        assertThat(events).noneMatch(RunLabResponse::hasResult);
    }

    @Test
    void a_run_goes_on_where_it_was_left() throws InterruptedException {
        take(predict("b"), NEXT, LEAVE);
        List<RunLabResponse> events = take(predict("a"), NEXT);
        StepOpened opened = events.stream()
                .filter(RunLabResponse::hasStep)
                .findFirst()
                .orElseThrow()
                .getStep();
        assertThat(opened.getNumber()).isEqualTo(2);
        assertThat(ended(events).getWrongList()).isEmpty();
        assertThat(ended(events).getClaims(0).getVerdict()).isEqualTo(Verdict.VERDICT_REFINED);
    }

    @Test
    void a_step_is_done_once_it_is_measured() throws InterruptedException {
        assertThat(ended(take(LEAVE)).getStepsDone()).isZero();
        assertThat(ended(take(predict("b"), LEAVE)).getStepsDone()).isEqualTo(1);
    }

    @Test
    void a_lab_that_was_left_has_open_claims() throws InterruptedException {
        RunEnded left = ended(take(predict("b"), NEXT, LEAVE));
        assertThat(left.getStepsDone()).isEqualTo(1);
        assertThat(left.getClaims(0).getVerdict()).isEqualTo(Verdict.VERDICT_OPEN);
        assertThat(place().course().ledger().latest()).isEmpty();
    }

    @Test
    void who_only_looks_loses_no_prediction() throws InterruptedException {
        take(predict("a"), NEXT, predict("a"), NEXT);
        take(LEAVE);
        assertThat(place().course().progress().of("01-test", "processes").predictions())
                .containsOnlyKeys("first", "second");
    }

    @Test
    void going_on_without_measuring_enters_no_verdict() throws Exception {
        new TestCourse(home).replaceInLab("calls: 60}", "calls: 59}");
        take(predict("b"), NEXT, LEAVE);
        Path ledger = home.resolve(".lab/claims.jsonl");
        assertThat(ledger).content().contains("failed");
        String before = Files.readString(ledger);
        take(LEAVE);
        assertThat(ledger).content().isEqualTo(before);
    }

    @Test
    void a_step_can_be_run_again_and_the_world_is_put_back_at_the_end() throws InterruptedException {
        List<RunLabResponse> events = take(predict("b"), AGAIN, NEXT, predict("a"), LEAVE);
        assertThat(events.stream().filter(RunLabResponse::hasResult)).hasSize(3);
        assertThat(lab.nodes()).isEqualTo(3);
        assertThat(lab.channels).isEmpty();
    }

    @Test
    void nothing_is_shown_before_a_prediction_is_made() throws InterruptedException {
        List<RunLabResponse> events = take(NEXT, AGAIN, predict("z"), LEAVE);
        assertThat(events).noneMatch(RunLabResponse::hasResult);
        assertThat(events.stream()
                        .filter(RunLabResponse::hasProgress)
                        .map(event -> event.getProgress().getText()))
                .contains("predict first", "'z' is no option; there are a, b");
    }

    @Test
    void the_report_holds_predictions_results_and_verdicts() throws InterruptedException {
        take(predict("a"), NEXT, predict("a"), NEXT);
        String report =
                new Report(place().course(), "en", ZoneOffset.UTC).write("kim", Instant.parse("2026-03-01T09:30:00Z"));
        assertThat(report)
                .contains("# Seven Layers: what kim predicted and measured")
                .contains("Written 2026-03-01 09:30 (Z) on commit ")
                .contains("- a) here **← predicted**")
                .contains("- b) there ✓")
                .contains("| node-1 | 60 |")
                .contains("| 01 · Test | processes | 2 of 2 steps done; 1 of 2 predictions right; no failed checks |")
                .contains("- ✓ 01.1 sixty calls: 60 calls")
                .contains("  - with its cause removed it fails, as it must: 2 calls")
                .contains("| t.one | One is one. | processes | refined |");
    }
}
