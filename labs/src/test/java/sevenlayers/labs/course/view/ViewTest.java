package sevenlayers.labs.course.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sevenlayers.chassis.v1.World;
import sevenlayers.lab.v1.Bar;
import sevenlayers.lab.v1.CheckResult;
import sevenlayers.lab.v1.ClaimVerdict;
import sevenlayers.lab.v1.Figure;
import sevenlayers.lab.v1.Lane;
import sevenlayers.lab.v1.Option;
import sevenlayers.lab.v1.RunEnded;
import sevenlayers.lab.v1.StepOpened;
import sevenlayers.lab.v1.StepResult;
import sevenlayers.lab.v1.TableRow;
import sevenlayers.lab.v1.Verdict;
import sevenlayers.lab.v1.WrongPrediction;
import sevenlayers.labs.terminal.Terminal;
import sevenlayers.labs.terminal.Width;

class ViewTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Terminal terminal =
            Terminal.of(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 100, Map.of());

    private List<String> shown() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static Bar bar(String label, double value, String note) {
        return Bar.newBuilder().setLabel(label).setValue(value).setNote(note).build();
    }

    private static final Figure FIGURE = Figure.newBuilder()
            .setTitle("calls per pod")
            .addBars(bar("node-1", 0, ""))
            .addBars(bar("node-2", 60, "1 connection, 127.0.0.1:51514"))
            .build();

    @Test
    void bars_are_drawn_with_their_numbers_and_notes() {
        new FigureView(terminal, false).show(FIGURE);
        assertThat(shown())
                .containsExactly(
                        "  calls per pod",
                        "  node-1 │                                           0",
                        "  node-2 │ ████████████████████████████████████████ 60   1 connection, 127.0.0.1:51514",
                        "");
    }

    @Test
    void plain_has_the_same_content_as_a_table() {
        new FigureView(terminal, true).show(FIGURE);
        assertThat(shown())
                .containsExactly(
                        "  calls per pod", "  node-1   0", "  node-2   60   1 connection, 127.0.0.1:51514", "");
    }

    private static final Figure LANES = Figure.newBuilder()
            .setTitle("where the calls went")
            .addLanes(Lane.newBuilder()
                    .setLabel("smooth")
                    .addAllItems(List.of("node-1", "node-2", "node-1"))
                    .setNote("5:1:1"))
            .addLanes(Lane.newBuilder().setLabel("edf").addAllItems(List.of("a", "", "node-12")))
            .build();

    private static final Figure ROWS = Figure.newBuilder()
            .setTitle("latency")
            .addRows(TableRow.newBuilder().addAllCells(List.of("policy", "p50", "p99")))
            .addRows(TableRow.newBuilder().addAllCells(List.of("round_robin", "3.4 ms", "250 ms")))
            .build();

    @Test
    void a_sequence_is_drawn_as_the_numbers_of_its_pods() {
        new FigureView(terminal, false).show(LANES);
        assertThat(shown())
                .containsExactly("  where the calls went", "  smooth │ 1 2 1   5:1:1", "  edf    │ a · 12", "");
    }

    @Test
    void a_sequence_that_is_longer_than_a_line_goes_on_below() {
        Figure.Builder many = Figure.newBuilder();
        many.addLanes(Lane.newBuilder()
                .setLabel("long")
                .addAllItems(Collections.nCopies(60, "node-1"))
                .setNote("60 calls"));
        new FigureView(terminal, false).show(many.build());
        assertThat(shown())
                .containsExactly(
                        "  ", "  long │ " + "1 ".repeat(45) + "1", "       │ " + "1 ".repeat(14) + "  60 calls", "");
    }

    @Test
    void plain_has_the_whole_names_of_a_sequence() {
        new FigureView(terminal, true).show(LANES);
        assertThat(shown())
                .containsExactly(
                        "  where the calls went", "  smooth   node-1 node-2 node-1 5:1:1", "  edf      a node-12", "");
    }

    @Test
    void a_table_has_its_figures_under_each_other() {
        new FigureView(terminal, false).show(ROWS);
        assertThat(shown())
                .containsExactly("  latency", "  policy           p50      p99", "  round_robin   3.4 ms   250 ms", "");
    }

    @Test
    void a_failed_check_says_what_was_expected_and_seen_and_why_and_where_to_look() {
        new CheckView(terminal)
                .show(CheckResult.newBuilder()
                        .setId("20.2")
                        .setTitle("even over three pods")
                        .setExpected("20 ± 1 calls on each of 3 pods")
                        .setSaw("node-1 60, node-2 0, node-3 0")
                        .setBecause("the client's policy was pick_first; this step asks for round_robin")
                        .setLookAt("claim lb.l4-l7 · ./lab logs client")
                        .build());
        assertThat(shown())
                .containsExactly(
                        "✗ 20.2   even over three pods",
                        "        expected  20 ± 1 calls on each of 3 pods",
                        "        saw       node-1 60, node-2 0, node-3 0",
                        "        because   the client's policy was pick_first; this step asks for round_robin",
                        "        look at   claim lb.l4-l7 · ./lab logs client");
    }

    @Test
    void a_check_that_had_nothing_to_judge_is_seen_and_says_why() {
        CheckResult skipped = CheckResult.newBuilder()
                .setId("20.6")
                .setTitle("all cores")
                .setPassed(true)
                .setSkipped("node-1 may use one core only")
                .build();
        new CheckView(terminal).show(skipped);
        assertThat(shown()).containsExactly("– 20.6   all cores", "        skipped   node-1 may use one core only");
        assertThat(JUnitFile.of(List.of(new JUnitFile.Suite("20-a", List.of(skipped), Duration.ZERO, ""))))
                .contains("failures=\"0\" errors=\"0\" skipped=\"1\"")
                .contains("<skipped message=\"node-1 may use one core only\"/>");
    }

    @Test
    void the_ledger_shows_each_claim_once_in_words_and_what_each_world_found() {
        ClaimVerdict refined = ClaimVerdict.newBuilder()
                .setClaim("lb.l4-l7")
                .setChapter("20-a")
                .setText("There is L4 and L7. Found: They choose at different times.")
                .setVerdict(Verdict.VERDICT_REFINED)
                .setWorld(World.WORLD_PROCESSES)
                .setCommit("abc")
                .setAt(Timestamp.newBuilder().setSeconds(1_700_000_000))
                .build();
        ClaimVerdict failed = refined.toBuilder()
                .setText("There is L4 and L7.")
                .setVerdict(Verdict.VERDICT_FAILED)
                .setWorld(World.WORLD_CLUSTER)
                .setEvidence("labs/evidence/x/")
                .build();
        ClaimVerdict open = ClaimVerdict.newBuilder()
                .setClaim("io")
                .setChapter("24-b")
                .setText("There is I/O.")
                .setVerdict(Verdict.VERDICT_OPEN)
                .build();
        new ClaimsView(terminal, ZoneOffset.UTC).show(List.of(refined, failed, open));
        assertThat(shown())
                .containsExactly(
                        "20-a",
                        "  lb.l4-l7   There is L4 and L7. Found: They choose at different times.",
                        "             ✓ refined     processes    2023-11-14 22:13   abc",
                        "             ✗ failed      cluster      2023-11-14 22:13   abc",
                        "             look at labs/evidence/x/",
                        "24-b",
                        "  io         There is I/O.",
                        "             · open");
    }

    @Test
    void nothing_is_wider_than_100_columns_in_korean_either() {
        String korean = "채널의 모든 호출은 연결 하나를 함께 쓰고, 연결을 나누는 분산기는 그 연결이 열릴 때 파드를 한 번 골랐다. ".repeat(5);
        RunView view = new RunView(terminal, false);
        view.opened(StepOpened.newBuilder()
                .setTitle("20 · 연결 하나, 파드 하나")
                .setNumber(1)
                .setOf(5)
                .setText(korean)
                .setQuestion("호출은 어디로 갈까?")
                .addOptions(Option.newBuilder().setLetter("a").setText(korean))
                .addOptions(Option.newBuilder().setLetter("b").setText("모두 한 파드로"))
                .build());
        view.result(StepResult.newBuilder()
                .addFigures(FIGURE)
                .setWhy(korean)
                .setAboutPrediction(korean)
                .addByHand(
                        "grpcurl -plaintext -d '{\"target\":\"dns:///node:9000\",\"policy\":\"round_robin\",\"calls\":60,"
                                + "\"awaitAllReady\":true,\"channel\":\"lab-20\"}' localhost:9005 sevenlayers.client.v1.ClientService/Drive")
                .setEvidence("labs/evidence/20/x/step-1/")
                .build());
        assertThat(shown()).allSatisfy(line -> assertThat(Width.of(line)).isLessThanOrEqualTo(100));
        assertThat(shown())
                .anySatisfy(line -> assertThat(line).endsWith("step 1 of 5").matches(l -> Width.of(l) == 100));
    }

    @Test
    void the_end_names_wrong_predictions_and_what_each_claim_says() {
        new RunView(terminal, false)
                .ended(
                        RunEnded.newBuilder()
                                .setStepsDone(2)
                                .addWrong(WrongPrediction.newBuilder()
                                        .setStep(2)
                                        .setText(
                                                "20 on each pod, both times → 20 on each pod when it waits; more on the first"
                                                        + " to connect when it does not")
                                        .setClaim("lb.l4-l7"))
                                .addClaims(ClaimVerdict.newBuilder()
                                        .setClaim("lb.l4-l7")
                                        .setVerdict(Verdict.VERDICT_REFINED)
                                        .setText("Load is balanced at layer 4 or at layer 7."))
                                .build(),
                        2,
                        "20");
        assertThat(shown())
                .containsSequence(
                        "  step 2   you said: 20 on each pod, both times → 20 on each pod when it waits; more on the first to",
                        "           connect when it does not (claim lb.l4-l7)")
                .contains("  lb.l4-l7   refined   Load is balanced at layer 4 or at layer 7.");
    }

    @Test
    void junit_xml_has_a_case_for_each_check_and_the_reason_of_a_failure() {
        CheckResult failed = CheckResult.newBuilder()
                .setId("20.1")
                .setTitle("a <b>")
                .setExpected("x")
                .setSaw("y")
                .setBecause("z")
                .build();
        CheckResult passed = CheckResult.newBuilder()
                .setId("20.1")
                .setTitle("c")
                .setPassed(true)
                .setControl(true)
                .build();
        String xml = JUnitFile.of(List.of(
                new JUnitFile.Suite("20-a", List.of(failed, passed), Duration.ofMillis(1500), "node-2 is dead")));
        assertThat(xml)
                .contains(
                        "<testsuite name=\"20-a\" tests=\"3\" failures=\"1\" errors=\"1\" skipped=\"0\" time=\"1.500\">")
                .contains("name=\"20.1 a &lt;b&gt;\"")
                .contains("message=\"expected x; saw y\"")
                .contains("because z")
                .contains("<error message=\"node-2 is dead\">");
    }

    @Test
    void json_is_one_object_a_line() {
        CheckResult check = CheckResult.newBuilder()
                .setId("20.1")
                .setPassed(true)
                .setSaw("a\nb")
                .build();
        assertThat(JsonLines.check("20-a", check))
                .startsWith("{\"lab\":\"20-a\",\"check\":\"20.1\"")
                .doesNotContain("\n");
    }
}
