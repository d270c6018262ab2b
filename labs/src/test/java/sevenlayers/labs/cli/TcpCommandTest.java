package sevenlayers.labs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import sevenlayers.handshake.v1.Application;
import sevenlayers.handshake.v1.CaptureRequest;
import sevenlayers.handshake.v1.CaptureResponse;
import sevenlayers.handshake.v1.CompareRequest;
import sevenlayers.handshake.v1.CompareResponse;
import sevenlayers.handshake.v1.Curve;
import sevenlayers.handshake.v1.Fault;
import sevenlayers.handshake.v1.HostSettings;
import sevenlayers.handshake.v1.ListScenariosRequest;
import sevenlayers.handshake.v1.ListScenariosResponse;
import sevenlayers.handshake.v1.NamedScenario;
import sevenlayers.handshake.v1.Outcome;
import sevenlayers.handshake.v1.Point;
import sevenlayers.handshake.v1.Scenario;
import sevenlayers.handshake.v1.SimulateRequest;
import sevenlayers.handshake.v1.SimulateResponse;
import sevenlayers.handshake.v1.Summary;
import sevenlayers.handshake.v1.TcpServiceGrpc;
import sevenlayers.labs.terminal.Terminal;

/** What the commands ask of the simulator and make of its answers; a recorded run answers in its place. */
class TcpCommandTest {

    private final FakeSimulator simulator = new FakeSimulator();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Terminal terminal =
            new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, false, true, 80);
    private Server server;
    private TcpDoor door;

    @TempDir
    Path folder;

    @BeforeEach
    void begin() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(simulator)
                .build()
                .start();
        door = new TcpDoor("127.0.0.1:" + server.getPort());
    }

    @AfterEach
    void end() {
        door.close();
        server.shutdownNow();
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private Scenario show(String... words) {
        TcpShow show = new TcpShow();
        new CommandLine(show).parseArgs(words);
        show.show(door, terminal);
        return simulator.simulated.getFirst().getScenario();
    }

    @Test
    void list_has_each_scenario_with_its_chapter() {
        new TcpList().list(door, terminal);
        assertThat(shown()).isEqualTo("  07   syn-lost    The SYN is lost\n  12   crossroad   Two flows\n");
    }

    @Test
    void show_draws_the_ladder_the_states_the_sum_and_the_call_by_hand() {
        assertThat(show("syn-lost"))
                .isEqualTo(Scenario.newBuilder().setName("syn-lost").build());
        assertThat(shown())
                .startsWith("The SYN is lost\n\n        ms           client")
                .contains("SYN-SENT │── SYN seq 0 win 65535 ─✗")
                .contains("1.0 s pass")
                .contains("  client  CLOSED → SYN-SENT → ESTABLISHED")
                .contains("nothing was left to happen")
                .contains("by hand    grpcurl -plaintext -d '{\"scenario\":{\"name\":\"syn-lost\"}}'")
                .contains("127.0.0.1:" + server.getPort() + " sevenlayers.handshake.v1.TcpService/Simulate");
    }

    @Test
    void what_is_said_beside_the_name_is_laid_over_it() {
        Scenario sent =
                show("syn-lost", "--loss", "0.1", "--seed", "7", "--algorithm", "cubic", "--drop", "3,server:2");
        assertThat(sent.getSeed()).isEqualTo(7);
        assertThat(sent.getNetwork().getLinks(0).getFromA().getImpairments().getLoss())
                .isEqualTo(0.1);
        assertThat(sent.getNetwork().getLinks(0).getFromB().getImpairments().getLoss())
                .isEqualTo(0.1);
        assertThat(sent.getSettingsMap().keySet()).containsExactlyInAnyOrder("*", "server");
        assertThat(sent.getSettingsOrThrow("server").getCongestionControl()).isEqualTo("cubic");
        assertThat(sent.getFaultsList())
                .as("its own faults stay, after those that were added")
                .extracting(fault -> fault.getFrom() + " " + fault.getNumbersList())
                .containsExactly("client [3]", "server [2]", "client [1]");
    }

    @Test
    void only_and_first_choose_what_is_drawn() {
        show("syn-lost", "--only", "sent,lost", "--first", "2");
        assertThat(simulator.simulated).hasSize(1);
        assertThat(simulator.simulated.getFirst().getFilter().getKindsList())
                .extracting(Enum::name)
                .containsExactly("EVENT_KIND_SENT", "EVENT_KIND_LOST");
        assertThat(shown()).contains("more");
    }

    @Test
    void json_is_the_messages_as_they_come() {
        show("syn-lost", "--json");
        assertThat(shown().lines()).hasSize(simulator.run.size()).allMatch(line -> line.startsWith("{\""));
        assertThat(shown().lines().toList().getLast()).startsWith("{\"summary\":");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "syn-lots | There is no scenario \"syn-lots\". | Did you mean \"syn-lost\"? | There are syn-lost, crossroad",
                "syn-lost --only snet | which is no kind of event | Did you mean \"sent\"? | arrived, state",
                "syn-lost --drop third | --drop is \"third\" | the number of a packet | --drop 3",
                "syn-lost --first 0 | --first is 0 | from 1 to | 400",
                "syn-lost --file nowhere.json | nowhere.json cannot be read | Name a file | --file",
                "'' | Which scenario? | ./lab tcp list | --file",
                "crossroad | refused the request | loss: 2 | allowed: 0 to 1",
            })
    void what_is_wrong_is_said_with_what_is_allowed(String words, String wrong, String allowed, String more) {
        String[] arguments = words.isEmpty() ? new String[0] : words.split(" ");
        assertThatThrownBy(() -> show(arguments))
                .hasMessageContaining(wrong)
                .hasMessageContaining(allowed)
                .hasMessageContaining(more);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "own.json | {\"seed\": 5, \"applications\": [{\"host\": \"a\"}]}",
                "own.textproto | seed: 5 applications { host: \"a\" }",
                "named.textproto | title: \"Mine\" scenario { seed: 5 applications { host: \"a\" } }",
            })
    void a_scenario_of_ones_own_is_read_from_a_file(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Scenario sent = show("--file", file.toString());
        assertThat(sent.getName()).isEmpty();
        assertThat(sent.getSeed()).isEqualTo(5);
        assertThat(sent.getApplications(0).getHost()).isEqualTo("a");
    }

    @Test
    void a_file_that_is_no_scenario_is_refused_with_what_is_wrong_in_it() throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), "{\"sed\": 5}");
        assertThatThrownBy(() -> show("--file", file.toString()))
                .hasMessageContaining("x.json is no scenario")
                .hasMessageContaining("sed")
                .hasMessageContaining("sevenlayers.handshake.v1.Scenario");
    }

    @Test
    void compare_has_a_row_for_each_algorithm_and_a_panel_for_each_flow() {
        TcpCompare compare = new TcpCompare();
        new CommandLine(compare).parseArgs("syn-lost", "--algorithm", "tahoe,cubic");
        compare.compare(door, terminal);
        assertThat(simulator.compared.getVariantsList())
                .extracting(variant -> variant.getLabel())
                .containsExactly("tahoe", "cubic");
        assertThat(simulator.compared.getVariants(1).getSettingsOrThrow("*").getCongestionControl())
                .isEqualTo("cubic");
        assertThat(shown())
                .contains("              goodput    Jain   queue   longest   lost   again   timeouts     busy")
                .contains("  tahoe   9.50 Mbit/s   0.990     3.0         9      1       2          3   95.0 %")
                .contains("      tahoe\n")
                .contains("      cubic\n");
    }

    @Test
    void several_scenarios_are_compared_with_each_other_as_they_are() {
        TcpCompare compare = new TcpCompare();
        new CommandLine(compare).parseArgs("syn-lost", "crossroad");
        compare.compare(door, terminal);
        assertThat(simulator.compared.getScenario().getName()).isEqualTo("crossroad");
        assertThat(simulator.compared.getVariantsList())
                .extracting(variant -> variant.getLabel())
                .containsExactly("crossroad");
        assertThat(shown()).contains("  syn-lost    9.50 Mbit/s").contains("  crossroad   9.50 Mbit/s");
    }

    @Test
    void capture_writes_the_pieces_one_after_the_other() throws IOException {
        Path file = folder.resolve("a.pcapng");
        TcpCapture capture = new TcpCapture();
        new CommandLine(capture).parseArgs("syn-lost", "-o", file.toString(), "--at", "client");
        capture.capture(door, terminal);
        assertThat(Files.readString(file)).isEqualTo("onetwo");
        assertThat(simulator.captured.getAt()).isEqualTo("client");
        assertThat(shown()).contains("2 packets, 6 B, in " + file);
    }

    @Test
    void capture_leaves_no_file_behind_when_the_scenario_is_refused() {
        Path file = folder.resolve("a.pcapng");
        TcpCapture capture = new TcpCapture();
        new CommandLine(capture).parseArgs("crossroad", "-o", file.toString());
        assertThatThrownBy(() -> capture.capture(door, terminal)).hasMessageContaining("refused the request");
        assertThat(file).doesNotExist();
    }

    @Test
    void a_door_at_which_nobody_answers_says_how_to_look() {
        server.shutdownNow();
        assertThatThrownBy(() -> new TcpList().list(door, terminal))
                .hasMessageContaining("The front door of handshake")
                .hasMessageContaining("./lab status");
    }

    /** Answers with a recorded run, and refuses every run of {@code crossroad}. */
    private static final class FakeSimulator extends TcpServiceGrpc.TcpServiceImplBase {

        final List<SimulateResponse> run = new ArrayList<>();
        final List<SimulateRequest> simulated = new ArrayList<>();
        CompareRequest compared = CompareRequest.getDefaultInstance();
        CaptureRequest captured = CaptureRequest.getDefaultInstance();

        FakeSimulator() {
            try (InputStream stream =
                    Objects.requireNonNull(TcpCommandTest.class.getResourceAsStream("/tcp/syn-lost.json"))) {
                for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                    if (!line.isEmpty()) {
                        SimulateResponse.Builder message = SimulateResponse.newBuilder();
                        JsonFormat.parser().merge(line, message);
                        run.add(message.build());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            run.add(SimulateResponse.newBuilder()
                    .setSummary(Summary.newBuilder().setBecause("nothing was left to happen"))
                    .build());
        }

        @Override
        public void listScenarios(ListScenariosRequest request, StreamObserver<ListScenariosResponse> answer) {
            answer.onNext(ListScenariosResponse.newBuilder()
                    .addScenarios(NamedScenario.newBuilder()
                            .setName("syn-lost")
                            .setTitle("The SYN is lost")
                            .setChapter("07")
                            .setScenario(Scenario.newBuilder()
                                    .addApplications(Application.newBuilder().setHost("server"))
                                    .putSettings(
                                            "server",
                                            HostSettings.newBuilder()
                                                    .setCongestionControl("tahoe")
                                                    .build())
                                    .addFaults(Fault.newBuilder()
                                            .setFrom("client")
                                            .addNumbers(1)
                                            .setDrop(true))))
                    .addScenarios(NamedScenario.newBuilder()
                            .setName("crossroad")
                            .setTitle("Two flows")
                            .setChapter("12"))
                    .build());
            answer.onCompleted();
        }

        @Override
        public void simulate(SimulateRequest request, StreamObserver<SimulateResponse> answer) {
            if (refused(request.getScenario(), answer)) {
                return;
            }
            simulated.add(request);
            run.forEach(answer::onNext);
            answer.onCompleted();
        }

        @Override
        public void compare(CompareRequest request, StreamObserver<CompareResponse> answer) {
            compared = request;
            CompareResponse.Builder response = CompareResponse.newBuilder();
            request.getVariantsList()
                    .forEach(variant -> response.addOutcomes(Outcome.newBuilder()
                            .setLabel(variant.getLabel())
                            .setGoodputBitsPerSecond(9_500_000)
                            .setFairness(0.99)
                            .setMeanQueuePackets(3)
                            .setLongestQueuePackets(9)
                            .setLosses(1)
                            .setRetransmissions(2)
                            .setTimeouts(3)
                            .setUtilisation(0.95)
                            .addCurves(Curve.newBuilder()
                                    .setFrom("client")
                                    .addPoints(Point.newBuilder().setCwnd(10).setSsthresh(-1)))));
            answer.onNext(response.build());
            answer.onCompleted();
        }

        @Override
        public void capture(CaptureRequest request, StreamObserver<CaptureResponse> answer) {
            if (refused(request.getScenario(), answer)) {
                return;
            }
            captured = request;
            answer.onNext(CaptureResponse.newBuilder()
                    .setPcapng(ByteString.copyFromUtf8("one"))
                    .build());
            answer.onNext(CaptureResponse.newBuilder()
                    .setPcapng(ByteString.copyFromUtf8("two"))
                    .setPackets(2)
                    .build());
            answer.onCompleted();
        }

        private static boolean refused(Scenario scenario, StreamObserver<?> answer) {
            boolean refused = scenario.getName().equals("crossroad");
            if (refused) {
                answer.onError(Status.INVALID_ARGUMENT
                        .withDescription("loss: 2; allowed: 0 to 1")
                        .asRuntimeException());
            }
            return refused;
        }
    }
}
