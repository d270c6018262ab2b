package sevenlayers.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.handshake.tcp.TcpTimer;
import sevenlayers.handshake.v1.Application;
import sevenlayers.handshake.v1.CaptureRequest;
import sevenlayers.handshake.v1.CaptureResponse;
import sevenlayers.handshake.v1.CompareRequest;
import sevenlayers.handshake.v1.EndReason;
import sevenlayers.handshake.v1.Event;
import sevenlayers.handshake.v1.EventKind;
import sevenlayers.handshake.v1.Filter;
import sevenlayers.handshake.v1.HostSettings;
import sevenlayers.handshake.v1.Limits;
import sevenlayers.handshake.v1.Link;
import sevenlayers.handshake.v1.ListScenariosRequest;
import sevenlayers.handshake.v1.Network;
import sevenlayers.handshake.v1.Scenario;
import sevenlayers.handshake.v1.SimulateRequest;
import sevenlayers.handshake.v1.SimulateResponse;
import sevenlayers.handshake.v1.Summary;
import sevenlayers.handshake.v1.TcpServiceGrpc;
import sevenlayers.handshake.v1.Variant;

/** The service as it runs, called over its port. */
@QuarkusTest
@Timeout(120)
class TcpServiceTest {
    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI http;

    @SuppressWarnings("NullAway.Init")
    private ManagedChannel channel;

    @SuppressWarnings("NullAway.Init")
    private TcpServiceGrpc.TcpServiceBlockingStub tcp;

    @BeforeEach
    void connect() {
        channel = open();
        tcp = TcpServiceGrpc.newBlockingStub(channel);
    }

    private ManagedChannel open() {
        return NettyChannelBuilder.forAddress(http.getHost(), http.getPort())
                .usePlaintext()
                .flowControlWindow(65_535)
                .build();
    }

    @AfterEach
    void close() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    private static Scenario.Builder named(String name) {
        return Scenario.newBuilder().setName(name);
    }

    private List<SimulateResponse> simulate(Scenario.Builder scenario, Filter.Builder filter) {
        List<SimulateResponse> all = new ArrayList<>();
        tcp.simulate(SimulateRequest.newBuilder()
                        .setScenario(scenario)
                        .setFilter(filter)
                        .build())
                .forEachRemaining(all::add);
        return all;
    }

    private static Summary summary(List<SimulateResponse> answers) {
        return answers.getLast().getSummary();
    }

    @Test
    void a_student_gets_the_lines_he_asks_for_each_with_its_reason_and_both_ends() {
        List<SimulateResponse> answers = simulate(
                named("handshake"),
                Filter.newBuilder().addKinds(EventKind.EVENT_KIND_SENT).setFirst(3));
        assertThat(answers).hasSize(4);
        List<Event> events =
                answers.stream().limit(3).map(SimulateResponse::getEvent).toList();
        assertThat(events)
                .extracting(event ->
                        event.getHost() + " " + event.getSent().getSegment().getFlags())
                .containsExactly("client S", "server S.", "client .");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getWhy().getSource()).startsWith("RFC 9293 §");
            assertThat(event.getEndsList()).hasSize(2);
            assertThat(event.getConnection()).isEqualTo("client:40000-server:80");
        });
        assertThat(summary(answers).getEnded()).isEqualTo(EndReason.END_REASON_TOLD);
    }

    @Test
    void the_same_request_has_the_same_answer_to_the_byte() {
        List<SimulateResponse> once = simulate(named("reliable"), Filter.newBuilder());
        assertThat(once).hasSizeGreaterThan(1_000).isEqualTo(simulate(named("reliable"), Filter.newBuilder()));
        assertThat(simulate(named("reliable").setSeed(8), Filter.newBuilder())).isNotEqualTo(once);
    }

    @Test
    void what_is_said_beside_a_name_changes_the_scenario() {
        Summary plain = summary(simulate(named("syn-lost"), Filter.newBuilder()));
        Summary whole = summary(simulate(named("syn-lost").setNoFaults(true), Filter.newBuilder()));
        assertThat(plain.getConnections(0).getEstablishedAtNanos()).isGreaterThan(1_000_000_000);
        assertThat(whole.getConnections(0).getEstablishedAtNanos()).isLessThan(20_000_000);
        Summary sooner = summary(simulate(
                named("syn-lost")
                        .putSettings(
                                "*",
                                HostSettings.newBuilder()
                                        .setInitialRtoMicros(300_000)
                                        .build()),
                Filter.newBuilder()));
        assertThat(sooner.getConnections(0).getEstablishedAtNanos()).isBetween(300_000_000L, 400_000_000L);
    }

    @Test
    void a_comparison_has_an_outcome_and_curves_for_each_variant() {
        var answer = tcp.compare(CompareRequest.newBuilder()
                .setScenario(named("bottleneck")
                        .setLimits(Limits.newBuilder().setTimeMicros(10_000_000).setEvents(100_000_000)))
                .addVariants(Variant.newBuilder()
                        .setLabel("newreno")
                        .putSettings(
                                "*",
                                HostSettings.newBuilder()
                                        .setCongestionControl("newreno")
                                        .build()))
                .addVariants(Variant.newBuilder().setLabel("as it is"))
                .setPoints(20)
                .build());
        assertThat(answer.getOutcomesList()).hasSize(2).allSatisfy(outcome -> {
            assertThat(outcome.getGoodputBitsPerSecond()).isBetween(8e6, 10e6);
            assertThat(outcome.getCurvesList()).hasSize(4);
            assertThat(outcome.getCurves(0).getPointsCount()).isBetween(5, 20);
        });
        assertThat(answer.getOutcomes(0).getLabel()).isEqualTo("newreno");
        assertThat(answer.getOutcomes(0).getCurvesList())
                .isNotEqualTo(answer.getOutcomes(1).getCurvesList());
    }

    @Test
    void a_capture_is_a_pcapng_file() {
        ByteString file = ByteString.EMPTY;
        long packets = 0;
        Iterator<CaptureResponse> pieces = tcp.capture(CaptureRequest.newBuilder()
                .setScenario(named("handshake"))
                .setAt("client")
                .build());
        while (pieces.hasNext()) {
            CaptureResponse piece = pieces.next();
            file = file.concat(piece.getPcapng());
            packets = Math.max(packets, piece.getPackets());
        }
        assertThat(file.substring(0, 4).toByteArray()).containsExactly(0x0a, 0x0d, 0x0d, 0x0a);
        // Three open, two carry data, one acknowledges, three close.
        assertThat(packets).isBetween(8L, 10L);
    }

    @Test
    void the_catalogue_can_be_sent_as_it_is() {
        var all = tcp.listScenarios(ListScenariosRequest.getDefaultInstance()).getScenariosList();
        assertThat(all).hasSizeGreaterThan(20);
        var syn = all.stream()
                .filter(scenario -> scenario.getName().equals("syn-lost"))
                .findFirst()
                .orElseThrow();
        assertThat(summary(simulate(syn.getScenario().toBuilder(), Filter.newBuilder())))
                .isEqualTo(summary(simulate(named("syn-lost"), Filter.newBuilder())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unknown       | scenario.name: 'no such' is not known; allowed: handshake, syn-lost
            nothing       | scenario.applications: 0 is out of range; allowed: 1 to 100
            rate          | bits_per_second: 5 is out of range; allowed: 1,000 to 400,000,000,000, or 0 for at once
            delay         | delay_micros: -1 is out of range; allowed: 0 to 3,600,000,000
            loss          | impairments.loss: 1.5 is out of range; allowed: 0.0 to 1.0
            path          | there is no path from client to server
            algorithm     | congestion_control: 'vegas' is not known; allowed: tahoe, reno, newreno, cubic, bbr, none
            events        | scenario.limits.events: 0 is out of range; allowed: 1 to 1,000,000,000
            """)
    void what_is_wrong_is_said_with_what_is_allowed(String what, String message) {
        Scenario.Builder scenario = named("handshake");
        Network.Builder network = Network.newBuilder();
        network.addHostsBuilder().setName("client");
        network.addHostsBuilder().setName("server");
        Link.Builder link = network.addLinksBuilder().setA("client").setB("server");
        switch (what) {
            case "unknown" -> scenario.setName("no such");
            case "nothing" -> scenario.clear();
            case "rate" -> link.setBitsPerSecond(5);
            case "delay" -> link.setDelayMicros(-1);
            case "loss" -> link.getFromABuilder().getImpairmentsBuilder().setLoss(1.5);
            case "path" -> {
                network.addHostsBuilder().setName("between");
                link.setB("between");
                network.addLinksBuilder().setA("between").setB("server");
            }
            case "algorithm" ->
                scenario.putSettings(
                        "*",
                        HostSettings.newBuilder().setCongestionControl("vegas").build());
            default -> scenario.setLimits(Limits.newBuilder().setEvents(0));
        }
        if (List.of("rate", "delay", "loss", "path").contains(what)) {
            scenario.setNetwork(network);
        }
        assertThatThrownBy(() -> simulate(scenario, Filter.newBuilder()))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                    assertThat(refused.getStatus().getDescription()).contains(message);
                });
    }

    /** Writes for as long as there is time. */
    private static Scenario.Builder endless(long events) {
        Scenario.Builder scenario =
                Scenario.newBuilder().setLimits(Limits.newBuilder().setEvents(events));
        Application.Builder server = scenario.addApplicationsBuilder().setHost("server");
        server.getServerBuilder();
        server.addThreadsBuilder().addStepsBuilder().getReadBuilder();
        Application.Builder client = scenario.addApplicationsBuilder().setHost("client");
        client.getClientBuilder().setTo("server");
        client.addThreadsBuilder().addStepsBuilder().getWriteBuilder().setBytes(1L << 40);
        return scenario;
    }

    /** What is written by many, without end, into buffers of a gigabyte and a link that holds all of it for an hour. */
    private static Scenario.Builder greedy(String what) {
        Scenario.Builder scenario = endless(1_000_000_000);
        HostSettings.Builder large = HostSettings.newBuilder()
                .setSendBufferBytes(1 << 30)
                .setReceiveBufferBytes(1 << 30)
                .setWindowScale(14);
        Network.Builder network = Network.newBuilder();
        network.addHostsBuilder().setName("client");
        network.addHostsBuilder().setName("server");
        Link.Builder link =
                network.addLinksBuilder().setA("client").setB("server").setBitsPerSecond(0);
        switch (what) {
            case "connections" ->
                // Each takes little, refused ones too, and all of them stay until the run ends.
                scenario.getApplicationsBuilder(1)
                        .clearThreads()
                        .getClientBuilder()
                        .setConnections(10_000)
                        .setTo("server");
            case "windows" -> {
                large.setMaximumSegmentSize(88).setCongestionControl("none");
                link.setDelayMicros(60_000_000);
            }
            case "queues" -> {
                large.setCongestionControl("none");
                link.setBitsPerSecond(1_000)
                        .getFromABuilder()
                        .getQueueBuilder()
                        .getDropTailBuilder()
                        .setPackets(1_000_000);
            }
            default -> { // what has arrived and nobody reads
                large.setMaximumSegmentSize(88).setCongestionControl("none");
                scenario.getApplicationsBuilder(0).clearThreads();
            }
        }
        if (what.equals("connections")) {
            for (int i = 0; i < 40; i++) {
                scenario.addApplications(scenario.getApplicationsBuilder(1).build().toBuilder()
                        .setClient(scenario.getApplicationsBuilder(1)
                                .getClientBuilder()
                                .setPort(81 + i)
                                .setLocalPort(1_000)
                                .setConnections(10_000)));
            }
            scenario.getApplicationsBuilder(0).getServerBuilder().setBacklog(65_535);
        }
        return scenario.setNetwork(network).putSettings("*", large.build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"connections", "windows", "queues", "unread"})
    void who_asks_for_more_memory_than_his_share_is_refused_and_others_go_on(String what) {
        Scenario.Builder greedy = greedy(what);
        Filter.Builder little = Filter.newBuilder().addKinds(EventKind.EVENT_KIND_ICMP);
        assertThatThrownBy(() -> simulate(greedy, little))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                    assertThat(refused.getStatus().getDescription())
                            .contains("the simulation holds", "there is no room for more; ask for fewer connections");
                });
        // What it held is free again: one that needs a good part of all has it.
        assertThat(summary(simulate(named("reliable"), little))
                        .getConnections(0)
                        .getFlows(0)
                        .getIntact())
                .isTrue();
    }

    @Test
    void a_run_that_is_under_way_goes_on_while_another_is_refused_for_its_memory() throws InterruptedException {
        ManagedChannel itsOwn = open();
        Context.CancellableContext call = Context.current().withCancellation();
        try {
            Context before = call.attach();
            Iterator<SimulateResponse> running = TcpServiceGrpc.newBlockingStub(itsOwn)
                    .simulate(SimulateRequest.newBuilder()
                            .setScenario(endless(1_000_000))
                            .build());
            call.detach(before);
            running.next();
            assertThatThrownBy(
                            () -> simulate(greedy("unread"), Filter.newBuilder().addKinds(EventKind.EVENT_KIND_ICMP)))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            refused -> assertThat(refused.getStatus().getCode())
                                    .isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
            for (int i = 0; i < 20_000; i++) {
                assertThat(running.next().hasEvent()).isTrue();
            }
        } finally {
            call.cancel(null);
            itsOwn.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_host_that_paces_spreads_its_window_over_the_round_trip_and_bbr_always_does() {
        assertThat(pacingTimers(HostSettings.newBuilder())).isZero();
        assertThat(pacingTimers(HostSettings.newBuilder().setPacing(true))).isPositive();
        assertThat(pacingTimers(HostSettings.newBuilder().setCongestionControl("bbr")))
                .isPositive();
    }

    private long pacingTimers(HostSettings.Builder settings) {
        Scenario.Builder scenario = named("slow-start").putSettings("*", settings.build());
        return simulate(scenario, Filter.newBuilder().addKinds(EventKind.EVENT_KIND_TIMER)).stream()
                .filter(answer -> answer.getEvent().getTimer().getTimer().equals(TcpTimer.PACING.text()))
                .count();
    }

    @Test
    void a_million_events_to_a_slow_caller_wait_in_no_memory_and_slow_nobody_down() throws InterruptedException {
        // On a connection of its own: what it does not read fills the window of the whole connection
        // (RFC 9113 §5.2), and others on it would wait for a reason that is not the service's.
        ManagedChannel itsOwn = open();
        Context.CancellableContext call = Context.current().withCancellation();
        long[] numbers = new long[1];
        Consumer<Iterator<SimulateResponse>> readOne =
                answers -> numbers[0] = answers.next().getEvent().getNumber();
        try {
            Context before = call.attach();
            Iterator<SimulateResponse> slow = TcpServiceGrpc.newBlockingStub(itsOwn)
                    .simulate(SimulateRequest.newBuilder()
                            .setScenario(endless(1_000_000))
                            .build());
            call.detach(before);
            readOne.accept(slow);
            // While it waits, another run of a million events is done with.
            Summary other =
                    summary(simulate(endless(1_000_000), Filter.newBuilder().addKinds(EventKind.EVENT_KIND_STATE)));
            assertThat(other.getEnded()).isEqualTo(EndReason.END_REASON_EVENT_LIMIT);
            Runtime runtime = Runtime.getRuntime();
            System.gc();
            long used = runtime.totalMemory() - runtime.freeMemory();
            // Each event is some 500 bytes as a message and more as an
            // object: a million of them would not fit into 300 MiB.
            assertThat(used).isLessThan(300L << 20);
            for (int i = 0; i < 50_000; i++) {
                readOne.accept(slow);
            }
            assertThat(numbers[0]).isEqualTo(50_001);
        } finally {
            call.cancel(null);
            itsOwn.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }
}
