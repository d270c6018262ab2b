package sevenlayers.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.handshake.v1.Accept;
import sevenlayers.handshake.v1.Advance;
import sevenlayers.handshake.v1.HostSettings;
import sevenlayers.handshake.v1.IcmpError;
import sevenlayers.handshake.v1.InitialSequenceNumber;
import sevenlayers.handshake.v1.Listen;
import sevenlayers.handshake.v1.Place;
import sevenlayers.handshake.v1.PlayRequest;
import sevenlayers.handshake.v1.PlayResponse;
import sevenlayers.handshake.v1.PlayStart;
import sevenlayers.handshake.v1.Receive;
import sevenlayers.handshake.v1.Scenario;
import sevenlayers.handshake.v1.Segment;
import sevenlayers.handshake.v1.Send;
import sevenlayers.handshake.v1.SimulateRequest;
import sevenlayers.handshake.v1.SimulateResponse;
import sevenlayers.handshake.v1.SocketCall;
import sevenlayers.handshake.v1.SocketOpen;
import sevenlayers.handshake.v1.TcpServiceGrpc;
import sevenlayers.handshake.v1.TcpState;

/** {@code Play} as it runs, called over its port. */
@QuarkusTest
@Timeout(120)
class PlayServiceTest {
    private static final long MILLISECOND = 1_000_000;

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI http;

    @SuppressWarnings("NullAway.Init")
    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = NettyChannelBuilder.forAddress(http.getHost(), http.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() throws InterruptedException {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }

    /** What came of some requests, and how the call ended. */
    private record Played(List<PlayResponse> answers, Status status) {
        <T> List<T> all(Function<PlayResponse, Boolean> has, Function<PlayResponse, T> get) {
            return answers.stream().filter(has::apply).map(get).toList();
        }

        List<Segment> sent() {
            return all(PlayResponse::hasSent, PlayResponse::getSent);
        }
    }

    private Played play(List<PlayRequest> requests) throws InterruptedException {
        List<PlayResponse> answers = new ArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        Status[] status = new Status[1];
        StreamObserver<PlayRequest> to = TcpServiceGrpc.newStub(channel).play(new StreamObserver<>() {
            @Override
            public void onNext(PlayResponse answer) {
                answers.add(answer);
            }

            @Override
            public void onError(@Nullable Throwable failed) {
                status[0] = Status.fromThrowable(failed == null ? new IllegalStateException() : failed);
                ended.countDown();
            }

            @Override
            public void onCompleted() {
                status[0] = Status.OK;
                ended.countDown();
            }
        });
        requests.forEach(to::onNext);
        to.onCompleted();
        assertThat(ended.await(60, TimeUnit.SECONDS)).as("the session ends").isTrue();
        return new Played(answers, status[0]);
    }

    private Played play(PlayRequest... requests) throws InterruptedException {
        return play(List.of(requests));
    }

    private static PlayRequest start() {
        return start(HostSettings.newBuilder().setPreset("linux"));
    }

    private static PlayRequest start(HostSettings.Builder settings) {
        return PlayRequest.newBuilder()
                .setStart(PlayStart.newBuilder()
                        .setSettings(settings.setInitialSequenceNumber(
                                InitialSequenceNumber.newBuilder().setFixed(1_000))))
                .build();
    }

    private static PlayRequest call(SocketCall.Builder call) {
        return PlayRequest.newBuilder().setCall(call).build();
    }

    private static PlayRequest segment(String flags, int sequence, int acknowledgment) {
        return PlayRequest.newBuilder()
                .setSegment(Segment.newBuilder()
                        .setFlags(flags)
                        .setSequence(sequence)
                        .setAcknowledgment(acknowledgment)
                        .setWindow(32_792))
                .build();
    }

    private static PlayRequest pass(long millis) {
        return PlayRequest.newBuilder()
                .setAdvance(Advance.newBuilder().setByNanos(millis * MILLISECOND))
                .build();
    }

    private static List<PlayRequest> accepted() {
        return List.of(
                start(),
                call(SocketCall.newBuilder().setSocket(SocketOpen.getDefaultInstance())),
                call(SocketCall.newBuilder().setBind(Place.newBuilder().setFd(3).setPort(8_080))),
                call(SocketCall.newBuilder()
                        .setListen(Listen.newBuilder().setFd(3).setBacklog(1))),
                segment("S", 0, 0),
                segment(".", 1, 1_001),
                call(SocketCall.newBuilder().setAccept(Accept.newBuilder().setFd(3))));
    }

    private static List<PlayRequest> after(List<PlayRequest> before, PlayRequest... then) {
        return Stream.concat(before.stream(), Stream.of(then)).toList();
    }

    @Test
    void a_handshake_by_hand_with_the_reason_of_each_answer() throws InterruptedException {
        Played played = play(accepted());
        assertThat(played.status().isOk()).as(played.status().toString()).isTrue();
        assertThat(played.sent()).hasSize(1);
        Segment answer = played.sent().getFirst();
        assertThat(answer.getFlags()).isEqualTo("S.");
        assertThat(answer.getSequence()).isEqualTo(1_000);
        assertThat(answer.getAcknowledgment()).isEqualTo(1);
        assertThat(answer.getSourcePort()).isEqualTo(8_080);
        assertThat(answer.getDestinationPort()).isEqualTo(50_000);
        assertThat(played.all(PlayResponse::hasState, each -> each.getState().getTo()))
                .containsExactly(
                        TcpState.TCP_STATE_LISTEN, TcpState.TCP_STATE_SYN_RECEIVED, TcpState.TCP_STATE_ESTABLISHED);
        assertThat(played.answers())
                .filteredOn(PlayResponse::hasSent)
                .allSatisfy(each -> assertThat(each.getWhy().getSource()).startsWith("RFC 9293"));
        assertThat(played.all(PlayResponse::hasResult, PlayResponse::getResult).getLast())
                .satisfies(result -> {
                    assertThat(result.getReturned()).isEqualTo(4);
                    assertThat(result.getAddress()).isEqualTo("192.0.2.2");
                    assertThat(result.getPort()).isEqualTo(50_000);
                });
        assertThat(played.all(PlayResponse::hasDone, PlayResponse::getRequest))
                .as("each request has its end")
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void a_read_that_blocks_completes_when_its_data_comes_and_is_told_with_its_request() throws InterruptedException {
        Played played = play(after(
                accepted(),
                call(SocketCall.newBuilder()
                        .setReceive(Receive.newBuilder().setFd(4).addSizes(60).addSizes(40))),
                pass(25),
                PlayRequest.newBuilder()
                        .setSegment(Segment.newBuilder()
                                .setFlags("P.")
                                .setSequence(1)
                                .setAcknowledgment(1_001)
                                .setWindow(1_000)
                                .setPayload(ByteString.copyFromUtf8("ping")))
                        .build()));
        List<PlayResponse> waiting = played.answers().stream()
                .filter(each -> each.hasDone() && each.getRequest() == 8)
                .toList();
        assertThat(waiting.getFirst().getDone().getWaitingList()).containsExactly(8L);
        PlayResponse result = played.answers().stream()
                .filter(each -> each.hasResult() && each.getResult().getOfRequest() == 8)
                .findFirst()
                .orElseThrow();
        assertThat(result.getAtNanos()).isEqualTo(25 * MILLISECOND);
        assertThat(result.getRequest()).isEqualTo(10);
        assertThat(result.getResult().getData().toStringUtf8()).isEqualTo("ping");
    }

    @Test
    void time_passes_until_something_happens_or_until_nothing_will() throws InterruptedException {
        Played played = play(after(
                accepted(),
                call(SocketCall.newBuilder()
                        .setSend(Send.newBuilder().setFd(4).addData(ByteString.copyFromUtf8("lost")))),
                PlayRequest.newBuilder()
                        .setAdvance(Advance.newBuilder().setUntilSomething(true))
                        .build(),
                PlayRequest.newBuilder()
                        .setAdvance(Advance.newBuilder().setUntilQuiet(true))
                        .build()));
        assertThat(played.status().isOk()).as(played.status().toString()).isTrue();
        List<Segment> again = played.answers().stream()
                .filter(each -> each.hasSent() && each.getRequest() == 9)
                .map(PlayResponse::getSent)
                .toList();
        assertThat(again).as("until something: one segment").hasSize(1);
        assertThat(played.sent().size())
                .as("and then every retransmission that it makes")
                .isGreaterThan(10);
        assertThat(played.answers().getLast().getDone().getNextAtNanos()).isEqualTo(-1);
        assertThat(played.all(PlayResponse::hasState, each -> each.getState().getTo()))
                .endsWith(TcpState.TCP_STATE_CLOSED);
    }

    @Test
    void an_icmp_error_about_the_oldest_byte_in_flight_ends_an_attempt_to_connect() throws InterruptedException {
        Played played = play(
                start(),
                call(SocketCall.newBuilder().setSocket(SocketOpen.getDefaultInstance())),
                call(SocketCall.newBuilder()
                        .setConnect(Place.newBuilder().setFd(3).setPort(80))),
                PlayRequest.newBuilder()
                        .setIcmp(IcmpError.newBuilder().setType(3).setCode(3))
                        .build());
        assertThat(played.all(PlayResponse::hasResult, PlayResponse::getResult).getLast())
                .satisfies(result -> {
                    assertThat(result.getOfRequest()).isEqualTo(3);
                    assertThat(result.getErrno()).isEqualTo("ECONNREFUSED");
                    assertThat(result.getErrnoNumber()).isEqualTo(111);
                });
    }

    @Test
    void a_packet_that_is_none_is_thrown_away_with_its_reason() throws InterruptedException {
        Played played = play(
                start(),
                PlayRequest.newBuilder()
                        .setPacket(ByteString.copyFromUtf8("no packet"))
                        .build());
        assertThat(played.status().isOk()).isTrue();
        assertThat(played.all(
                        PlayResponse::hasDiscarded, each -> each.getDiscarded().getBecause()))
                .singleElement()
                .asString()
                .contains("20 bytes");
    }

    @Test
    void sysctls_lie_over_the_settings() throws InterruptedException {
        List<PlayRequest> requests = new ArrayList<>(accepted());
        requests.set(
                0,
                start(HostSettings.newBuilder()
                        .setPreset("linux")
                        .putSysctls("net.ipv4.tcp_timestamps", "0")
                        .putSysctls("net.ipv4.tcp_sack", "0")
                        .putSysctls("net.ipv4.tcp_window_scaling", "0")));
        Segment answer = play(requests).sent().getFirst();
        assertThat(answer.getOptionsList())
                .singleElement()
                .satisfies(option -> assertThat(option.getMaximumSegmentSize()).isEqualTo(1_460));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Z      | 0     | 0     | has a letter that is no flag; allowed: S F R P . U E W A
            S      | 70000 | 0     | request[2].segment.source_port: 70,000 is out of range; allowed: 0 to 65,535
            S      | 0     | 70000 | request[2].segment.window: 70,000 is out of range; allowed: 0 to 65,535
            S      | 0     | 0     | request[2].segment.destination_port: nothing was said
            """)
    void a_segment_that_cannot_be_is_refused(String flags, int port, int window, String expected)
            throws InterruptedException {
        Played played = play(
                start(),
                PlayRequest.newBuilder()
                        .setSegment(Segment.newBuilder()
                                .setFlags(flags)
                                .setSourcePort(port)
                                .setWindow(window))
                        .build());
        assertThat(played.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(played.status().getDescription()).contains(expected);
    }

    @Test
    void what_is_no_session_is_refused() throws InterruptedException {
        assertThat(play(pass(1)).status().getDescription()).contains("request[1]: the session has not begun");
        assertThat(play(start(), start()).status().getDescription()).contains("the session has begun");
        assertThat(play(start(), PlayRequest.getDefaultInstance()).status().getDescription())
                .contains("nothing was said; allowed: segment, packet");
        assertThat(play(start(), pass(5), PlayRequest.newBuilder().setAtNanos(1).build())
                        .status()
                        .getDescription())
                .contains("request[3].at_nanos: 1 is out of range; allowed: 5,000,000");
        assertThat(play(start(HostSettings.newBuilder().putSysctls("net.ipv4.tcp_sac", "0")))
                        .status()
                        .getDescription())
                .contains("'net.ipv4.tcp_sac' is not known; the nearest is net.ipv4.tcp_sack; allowed: ");
        assertThat(play(start(), call(SocketCall.newBuilder())).status().getDescription())
                .contains("no call was said; allowed: socket, bind, listen");
    }

    @Test
    void the_same_requests_have_the_same_answers() throws InterruptedException {
        List<PlayRequest> requests = new ArrayList<>(accepted());
        requests.set(
                0,
                PlayRequest.newBuilder()
                        .setStart(PlayStart.newBuilder().setSeed(7))
                        .build());
        assertThat(play(requests).answers()).isEqualTo(play(requests).answers());
    }

    @Test
    void sessions_that_wait_for_their_callers_keep_nobody_from_simulating() {
        List<StreamObserver<PlayRequest>> idle = new ArrayList<>();
        for (int i = 0; i < Runs.MOST + 6; i++) {
            StreamObserver<PlayRequest> session = TcpServiceGrpc.newStub(channel)
                    .play(new StreamObserver<>() {
                        @Override
                        public void onNext(PlayResponse answer) {}

                        @Override
                        public void onError(@Nullable Throwable failed) {}

                        @Override
                        public void onCompleted() {}
                    });
            session.onNext(start());
            idle.add(session);
        }
        Iterator<SimulateResponse> run = TcpServiceGrpc.newBlockingStub(channel)
                .simulate(SimulateRequest.newBuilder()
                        .setScenario(Scenario.newBuilder().setName("handshake"))
                        .build());
        SimulateResponse last = SimulateResponse.getDefaultInstance();
        while (run.hasNext()) {
            last = run.next();
        }
        assertThat(last.getSummary().getConnectionsCount()).isEqualTo(1);
        idle.forEach(StreamObserver::onCompleted);
    }

    /** Requests of every kind, whole and broken, with a seed: whatever comes, the session goes on or ends with a reason, and never hangs. */
    @Test
    void nothing_that_is_sent_breaks_it() throws InterruptedException {
        for (int seed = 1; seed <= 60; seed++) {
            Played played = play(new HostilePlay(new SplittableRandom(seed)).requests(120));
            assertThat(played.status().getCode())
                    .as("seed %d: %s", seed, played.status())
                    .isIn(Status.Code.OK, Status.Code.INVALID_ARGUMENT);
        }
    }
}
