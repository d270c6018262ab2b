package sevenlayers.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.node.v1.CollectWorkRequest;
import sevenlayers.node.v1.CollectWorkResponse;
import sevenlayers.node.v1.Failure;
import sevenlayers.node.v1.GetKnobsRequest;
import sevenlayers.node.v1.Knobs;
import sevenlayers.node.v1.ListConnectionsRequest;
import sevenlayers.node.v1.NodeServiceGrpc;
import sevenlayers.node.v1.SetKnobsResponse;
import sevenlayers.node.v1.Work;
import sevenlayers.node.v1.WorkRequest;
import sevenlayers.node.v1.WorkResponse;

@Timeout(60)
class KnobsTest {

    private static final WorkRequest NOTHING = WorkRequest.getDefaultInstance();

    private RunningNode node;

    @BeforeEach
    void start() throws Exception {
        node = new RunningNode();
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    @Test
    void every_knob_has_its_value_at_the_start() {
        Knobs knobs =
                node.knobs().getKnobs(GetKnobsRequest.getDefaultInstance()).getKnobs();
        assertThat(knobs)
                .isEqualTo(Knobs.newBuilder()
                        .setLatency(FourKindsTest.fixed(0))
                        .setErrorRate(0)
                        .setErrorCode(14)
                        .setErrorSeed(0)
                        .setConcurrencyLimit(0)
                        .setReady(true)
                        .setMaxConnectionAgeMillis(0)
                        .setMaxConnectionAgeGraceMillis(0)
                        .build());
    }

    @Test
    void previous_sent_back_restores_every_knob() {
        SetKnobsResponse turned = node.turn(Knobs.newBuilder()
                .setLatency(FourKindsTest.fixed(1))
                .setErrorRate(0.5)
                .setErrorCode(13)
                .setErrorSeed(9)
                .setConcurrencyLimit(7)
                .setReady(false)
                .setMaxConnectionAgeMillis(60_000)
                .setMaxConnectionAgeGraceMillis(5_000));
        assertThat(turned.getPod()).isEqualTo(RunningNode.POD);
        SetKnobsResponse restored = node.turn(turned.getPrevious().toBuilder());
        assertThat(restored.getPrevious()).isEqualTo(turned.getKnobs());
        assertThat(restored.getKnobs()).isEqualTo(turned.getPrevious());
    }

    @Test
    void latency_is_added_to_work_and_to_nothing_else() {
        node.turn(Knobs.newBuilder().setLatency(FourKindsTest.fixed(200_000)));
        assertThat(node.node().work(NOTHING).getServedMicros()).isGreaterThanOrEqualTo(200_000);
        long start = System.nanoTime();
        node.turn(Knobs.newBuilder().setLatency(FourKindsTest.fixed(60_000_000)));
        node.node().listConnections(ListConnectionsRequest.getDefaultInstance());
        node.turn(Knobs.newBuilder().setLatency(FourKindsTest.fixed(0)));
        node.node().work(NOTHING);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
    }

    @Test
    void an_error_rate_fails_the_same_calls_for_the_same_seed_and_never_a_look() {
        List<Boolean> first = failures();
        List<Boolean> second = failures();
        assertThat(first).isEqualTo(second).contains(true, false);
        assertThat(first.stream().filter(failed -> failed)).hasSizeBetween(60, 140);
        node.turn(Knobs.newBuilder().setErrorRate(1));
        assertThat(node.node()
                        .listConnections(ListConnectionsRequest.getDefaultInstance())
                        .getConnectionsList())
                .hasSize(1);
    }

    private List<Boolean> failures() {
        node.turn(Knobs.newBuilder().setErrorRate(0.5).setErrorCode(13).setErrorSeed(3));
        List<Boolean> failures = new ArrayList<>();
        for (int call = 0; call < 200; call++) {
            try {
                node.node().work(NOTHING);
                failures.add(false);
            } catch (StatusRuntimeException e) {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
                failures.add(true);
            }
        }
        return failures;
    }

    @Test
    void one_call_more_than_the_limit_is_refused_and_a_call_after_another_never_is() throws Exception {
        node.turn(Knobs.newBuilder().setConcurrencyLimit(1));
        for (int call = 0; call < 200; call++) {
            node.node().work(NOTHING);
            assertThat(failureOf(Work.newBuilder()
                                    .setFailure(Failure.newBuilder().setCode(5)))
                            .getStatus()
                            .getCode())
                    .isEqualTo(Status.Code.NOT_FOUND);
        }
        OpenStream stream = streamInTheSlot();
        stream.requests().onCompleted();
        stream.response().get(30, TimeUnit.SECONDS);
        assertThat(refused()).isFalse();
    }

    private record OpenStream(
            StreamObserver<CollectWorkRequest> requests, CompletableFuture<CollectWorkResponse> response) {}

    /** A stream that takes the only slot: the call that looks whether it has may itself be in its way, and then it is opened anew. */
    private OpenStream streamInTheSlot() throws Exception {
        while (true) {
            CompletableFuture<CollectWorkResponse> response = new CompletableFuture<>();
            var requests = NodeServiceGrpc.newStub(node.channel).collectWork(new Observer<>(response));
            requests.onNext(CollectWorkRequest.getDefaultInstance());
            Eventually.holds(
                    "the stream takes the slot, or finds it taken",
                    () -> refused() || response.isCompletedExceptionally());
            if (!response.isCompletedExceptionally()) {
                return new OpenStream(requests, response);
            }
        }
    }

    private boolean refused() {
        try {
            node.node().work(NOTHING);
            return false;
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            return true;
        }
    }

    @Test
    void a_call_that_is_given_up_gives_its_slot_back_whether_it_waits_or_computes() throws Exception {
        node.turn(Knobs.newBuilder().setConcurrencyLimit(1));
        for (Work work : List.of(
                Work.newBuilder().setDelay(FourKindsTest.fixed(60_000_000)).build(),
                Work.newBuilder().setCpuMicros(60_000_000).build())) {
            StatusRuntimeException late = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> NodeServiceGrpc.newBlockingStub(node.channel)
                            .withDeadlineAfter(200, TimeUnit.MILLISECONDS)
                            .work(WorkRequest.newBuilder().setWork(work).build()));
            assertThat(late.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            Eventually.holds("the slot is free", () -> !refused());
        }
    }

    @Test
    void a_call_that_waits_for_the_latency_knob_ends_with_its_deadline() throws Exception {
        node.turn(Knobs.newBuilder().setLatency(FourKindsTest.fixed(60_000_000)).setConcurrencyLimit(1));
        StatusRuntimeException late = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> NodeServiceGrpc.newBlockingStub(node.channel)
                        .withDeadlineAfter(200, TimeUnit.MILLISECONDS)
                        .work(NOTHING));
        assertThat(late.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        node.turn(Knobs.newBuilder().setLatency(FourKindsTest.fixed(0)));
        Eventually.holds("the slot is free", () -> !refused());
    }

    @Test
    void a_failure_on_request_has_its_code_its_message_and_a_reason() {
        StatusRuntimeException failure = failureOf(
                Work.newBuilder().setFailure(Failure.newBuilder().setCode(9).setMessage("not today")));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(failure.getStatus().getDescription()).isEqualTo("not today");
        assertThat(StatusProto.fromThrowable(failure).getDetailsList()).anyMatch(detail -> detail.is(ErrorInfo.class));
    }

    private StatusRuntimeException failureOf(Work.Builder work) {
        return catchThrowableOfType(
                StatusRuntimeException.class,
                () -> node.node().work(WorkRequest.newBuilder().setWork(work).build()));
    }

    @Test
    void a_pod_that_is_not_ready_says_so_and_still_answers() {
        node.turn(Knobs.newBuilder().setReady(false));
        assertThat(health()).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(node.readiness.ready()).isFalse();
        WorkResponse answered = node.node().work(NOTHING);
        assertThat(answered.getAnswer().getPod()).isEqualTo(RunningNode.POD);
        node.turn(Knobs.newBuilder().setReady(true));
        assertThat(health()).isEqualTo(ServingStatus.SERVING);
    }

    private ServingStatus health() {
        return HealthGrpc.newBlockingStub(node.channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
    }

    @Test
    void turning_every_knob_keeps_the_connection() {
        long before = node.node().work(NOTHING).getAnswer().getConnection().getNumber();
        node.turn(Knobs.newBuilder()
                .setLatency(FourKindsTest.fixed(1))
                .setErrorRate(0)
                .setConcurrencyLimit(10)
                .setReady(false)
                .setMaxConnectionAgeMillis(60_000)
                .setMaxConnectionAgeGraceMillis(100));
        assertThat(node.node().work(NOTHING).getAnswer().getConnection().getNumber())
                .isEqualTo(before);
    }
}
