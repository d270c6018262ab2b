package sevenlayers.labs.course.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sevenlayers.handshake.v1.CompareResponse;
import sevenlayers.handshake.v1.Curve;
import sevenlayers.handshake.v1.Event;
import sevenlayers.handshake.v1.Outcome;
import sevenlayers.handshake.v1.Point;
import sevenlayers.handshake.v1.Segment;
import sevenlayers.handshake.v1.SegmentArrived;
import sevenlayers.handshake.v1.SegmentLost;
import sevenlayers.handshake.v1.SegmentSent;
import sevenlayers.handshake.v1.SimulateResponse;
import sevenlayers.handshake.v1.StateChanged;
import sevenlayers.handshake.v1.Summary;
import sevenlayers.handshake.v1.TcpState;
import sevenlayers.lab.v1.Ladder;
import sevenlayers.lab.v1.Plot;
import sevenlayers.lab.v1.Rung;
import sevenlayers.lab.v1.StatePath;
import sevenlayers.labs.course.LabProblem;
import sevenlayers.labs.course.chapter.Step;
import sevenlayers.labs.course.doors.PlainValues;

class DrawingTest {

    private static final Segment SYN =
            Segment.newBuilder().setFlags("S").setSequence(-2).setWindow(1000).build();

    private static Map<String, Object> told(Event.Builder event) {
        return PlainValues.map(SimulateResponse.newBuilder()
                .setEvent(event.setConnection("client:1-server:2"))
                .build());
    }

    private static Event.Builder at(long millis, String host) {
        return Event.newBuilder()
                .setNumber(millis)
                .setAtNanos(millis * 1_000_000)
                .setHost(host);
    }

    private static final List<Map<String, Object>> RUN = List.of(
            told(at(0, "client").setState(state(TcpState.TCP_STATE_CLOSED, TcpState.TCP_STATE_SYN_SENT))),
            told(at(0, "client")
                    .setSent(SegmentSent.newBuilder()
                            .setTo("server")
                            .setPacket(1)
                            .setSegment(SYN))),
            told(at(5, "server")
                    .setArrived(SegmentArrived.newBuilder()
                            .setFrom("client")
                            .setPacket(1)
                            .setSegment(SYN))),
            told(at(5, "server").setState(state(TcpState.TCP_STATE_LISTEN, TcpState.TCP_STATE_SYN_RECEIVED))),
            PlainValues.map(SimulateResponse.newBuilder()
                    .setSummary(Summary.getDefaultInstance())
                    .build()));

    private static StateChanged state(TcpState from, TcpState to) {
        return StateChanged.newBuilder().setFrom(from).setTo(to).build();
    }

    @Test
    void a_ladder_is_read_from_recorded_answers_and_the_summary_is_no_rung() {
        Ladder ladder = Drawing.of(Step.Kind.LADDER, "t", RUN).getLadder();
        assertThat(ladder.getHostsList()).containsExactly("client", "server");
        assertThat(ladder.getRungsList()).hasSize(1);
        Rung rung = ladder.getRungs(0);
        assertThat(rung.getLabelList()).containsExactly("SYN", "seq 0", "win 1000");
        assertThat(rung.getArrivedAtNanos()).isEqualTo(5_000_000);
        assertThat(rung.getStatesList())
                .extracting(state -> state.getHost() + " " + state.getState())
                .containsExactly("client SYN-SENT", "server SYN-RECEIVED");
    }

    @Test
    void a_segment_that_was_lost_has_no_arrival_and_says_where_it_got_to() {
        Map<String, Object> lost = told(at(0, "client")
                .setLost(SegmentLost.newBuilder()
                        .setTo("server")
                        .setPacket(1)
                        .setSegment(SYN)
                        .setWhere("router → server")));
        Rung rung = Drawing.of(Step.Kind.LADDER, "t", List.of(RUN.get(1), lost))
                .getLadder()
                .getRungs(0);
        assertThat(rung.getLost()).isEqualTo("lost on router → server");
        assertThat(rung.hasArrivedAtNanos()).isFalse();
    }

    @Test
    void state_paths_name_the_event_that_caused_each_step() {
        List<StatePath> paths = Drawing.of(Step.Kind.STATES, "t", RUN).getStatesList();
        assertThat(paths)
                .extracting(path -> path.getHost() + ": " + path.getFirst() + " → "
                        + path.getSteps(0).getState() + ", " + path.getSteps(0).getEvent())
                .containsExactly(
                        "client: CLOSED → SYN-SENT, the program connects",
                        "server: LISTEN → SYN-RECEIVED, SYN arrives");
    }

    @Test
    void a_comparison_is_a_panel_for_each_flow_of_each_variant() {
        Curve.Builder curve = Curve.newBuilder()
                .setFrom("client1")
                .addPoints(Point.newBuilder().setAtMicros(0).setCwnd(10).setSsthresh(-1))
                .addPoints(Point.newBuilder().setAtMicros(2_000_000).setCwnd(20).setSsthresh(7));
        CompareResponse answer = CompareResponse.newBuilder()
                .addOutcomes(Outcome.newBuilder()
                        .setLabel("cubic")
                        .addCurves(curve)
                        .addCurves(curve.clone().setFrom("client2")))
                .build();
        Plot plot = Drawing.of(Step.Kind.PLOT, "t", List.of(PlainValues.map(answer)))
                .getPlot();
        assertThat(plot.getAcross()).isEqualTo(2);
        assertThat(plot.getPanelsList())
                .extracting(panel -> panel.getTitle())
                .containsExactly("cubic · client1", "cubic · client2");
        assertThat(plot.getPanels(0).getLines(0).getXList()).containsExactly(0.0, 2.0);
        assertThat(plot.getPanels(0).getLines(1).getYList()).containsExactly(7.0);
    }

    @Test
    void a_chapter_may_write_rungs_and_curves_itself() {
        Ladder ladder = Drawing.of(
                        Step.Kind.LADDER,
                        "t",
                        List.of(Map.of(
                                "atMillis",
                                1.5,
                                "from",
                                "a",
                                "to",
                                "b",
                                "label",
                                "SYN",
                                "arrivedMillis",
                                2L,
                                "states",
                                Map.of("b", "SYN-RECEIVED"))))
                .getLadder();
        assertThat(ladder.getRungs(0).getAtNanos()).isEqualTo(1_500_000);
        assertThat(ladder.getRungs(0).getArrivedAtNanos()).isEqualTo(2_000_000);
        assertThat(ladder.getRungs(0).getStates(0).getState()).isEqualTo("SYN-RECEIVED");
        Plot plot = Drawing.of(
                        Step.Kind.PLOT,
                        "t",
                        List.of(Map.of("label", "w", "x", "s", "points", List.of(List.of(0L, 1.5), List.of(1L, 2L)))))
                .getPlot();
        assertThat(plot.getX()).isEqualTo("s");
        assertThat(plot.getPanels(0).getLines(0).getYList()).containsExactly(1.5, 2.0);
    }

    @Test
    void what_is_no_point_and_no_event_is_refused_with_what_it_must_be() {
        assertThatThrownBy(() ->
                        Drawing.of(Step.Kind.PLOT, "t", List.of(Map.of("label", "w", "points", List.of(List.of(1L))))))
                .isInstanceOf(LabProblem.class)
                .hasMessageContaining("must be [x, y]");
        assertThatThrownBy(() -> Drawing.of(Step.Kind.LADDER, "t", List.of(Map.of("event", "x"))))
                .isInstanceOf(LabProblem.class)
                .hasMessageContaining("no sevenlayers.handshake.v1.SimulateResponse");
    }
}
