package sevenlayers.chassis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.chassis.connection.ConnectionTable;
import sevenlayers.chassis.health.Readiness;
import sevenlayers.chassis.v1.PodServiceGrpc;
import sevenlayers.chassis.v1.WhoAmIRequest;
import sevenlayers.chassis.v1.WhoAmIResponse;
import sevenlayers.node.v1.NodeServiceGrpc;
import sevenlayers.node.v1.StreamWorkRequest;
import sevenlayers.node.v1.Work;
import sevenlayers.node.v1.WorkRequest;

/** What a caller may rely on, whichever kind of server the pod has. */
public abstract class ChassisContract {
    private ManagedChannel channel;

    /** Starts the server, where nobody else does. */
    protected void startServer() throws Exception {}

    /** Where the server listens, on 127.0.0.1. */
    protected abstract int port();

    protected abstract ConnectionTable connections();

    protected abstract Readiness readiness();

    @BeforeEach
    void connect() throws Exception {
        startServer();
        channel = newChannel();
        Backend.cancelled = new CountDownLatch(1);
        Backend.streamCancelled = new CountDownLatch(1);
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        readiness().set(true);
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    @Test
    protected void calls_on_one_channel_share_a_connection_that_counts_them_and_grows_older() {
        WhoAmIResponse first = whoAmI(channel);
        WhoAmIResponse second = whoAmI(channel);

        assertThat(first.getPod().getName()).isEqualTo("test-7");
        assertThat(first.getPod().getService()).isEqualTo("test");
        assertThat(first.getPod().getCores()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(first.getConnection().getLocalAddress()).isEqualTo("127.0.0.1:" + port());
        assertThat(first.getConnection().getRemoteAddress()).startsWith("127.0.0.1:");
        assertThat(second.getConnection().getNumber())
                .isEqualTo(first.getConnection().getNumber())
                .isPositive();
        assertThat(first.getConnection().getCalls()).isEqualTo(1);
        assertThat(second.getConnection().getCalls()).isEqualTo(2);
        assertThat(second.getConnection().getAgeMicros())
                .isGreaterThan(first.getConnection().getAgeMicros());
    }

    @Test
    void another_channel_is_another_connection_and_a_closed_one_leaves_the_table() throws Exception {
        ManagedChannel other = newChannel();
        long number = whoAmI(other).getConnection().getNumber();
        assertThat(whoAmI(channel).getConnection().getNumber()).isNotEqualTo(number);

        other.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        Eventually.holds(() -> connections().open().stream().noneMatch(open -> open.number() == number));
    }

    @Test
    void a_callers_trace_goes_on_and_without_one_a_trace_begins() {
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assertThat(PodServiceGrpc.newBlockingStub(channel)
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                        .whoAmI(WhoAmIRequest.getDefaultInstance())
                        .getTraceId())
                .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(whoAmI(channel).getTraceId())
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(whoAmI(channel).getTraceId());
    }

    @Test
    void a_request_with_violations_is_told_all_of_them() throws Exception {
        com.google.rpc.Status status = failure(Backend.VIOLATE);

        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT.value());
        assertThat(status.getDetails(0).unpack(BadRequest.class).getFieldViolationsList())
                .extracting(BadRequest.FieldViolation::getField)
                .containsExactly("work.cpu_micros", "work");
        assertThat(status.getDetails(1).unpack(ErrorInfo.class).getReason()).isEqualTo("INVALID_ARGUMENT_FIELDS");
    }

    @ParameterizedTest
    @ValueSource(ints = {Backend.THROW, Backend.GIVE_ERROR})
    void what_nobody_foresaw_is_internal_and_tells_nothing_of_the_inside(int how) throws Exception {
        com.google.rpc.Status status = failure(how);

        assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL.value());
        assertThat(status.toString()).doesNotContain("secret", "Exception", "sevenlayers.chassis");
        assertThat(status.getDetails(0).unpack(ErrorInfo.class).getReason()).isEqualTo("INTERNAL");
        assertThat(status.getDetails(0).unpack(ErrorInfo.class).getMetadataMap())
                .containsKey("trace_id");
    }

    @Test
    void a_deadline_reaches_the_handler() throws Exception {
        whoAmI(channel); // connected: the deadline is for the handler
        StatusRuntimeException late = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> NodeServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                        .work(work(Backend.WAIT_FOR_CANCEL)));

        assertThat(late.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(Backend.cancelled.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_handler_hears_that_its_caller_cancelled_while_it_is_busy() throws Exception {
        var call = NodeServiceGrpc.newFutureStub(channel).work(work(Backend.WAIT_FOR_CANCEL));
        Eventually.holds(() -> connections().open().stream().anyMatch(open -> open.calls() == 1));
        call.cancel(true);

        assertThat(Backend.cancelled.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_stream_hears_that_its_connection_broke() throws Exception {
        // grpc-java itself always says goodbye, so a relay between the two is cut.
        Relay relay = new Relay(port());
        ManagedChannel through = NettyChannelBuilder.forAddress("127.0.0.1", relay.port())
                .usePlaintext()
                .build();
        Iterator<?> answers = NodeServiceGrpc.newBlockingStub(through)
                .streamWork(StreamWorkRequest.newBuilder().setCount(2).build());
        assertThat(answers.hasNext()).isTrue();
        relay.cut();

        assertThat(Backend.streamCancelled.await(5, TimeUnit.SECONDS)).isTrue();
        through.shutdownNow();
    }

    @Test
    void health_answers_for_the_pod_and_its_services_and_knows_no_others() {
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(channel);
        for (String service : List.of("", "sevenlayers.node.v1.NodeService", "sevenlayers.chassis.v1.PodService")) {
            assertThat(health.check(service(service)).getStatus()).isEqualTo(ServingStatus.SERVING);
        }
        readiness().set(false);
        assertThat(health.check(service("")).getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(catchThrowableOfType(StatusRuntimeException.class, () -> health.check(service("nobody")))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void a_health_watch_tells_each_change() {
        Iterator<HealthCheckResponse> watch = HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .watch(service("sevenlayers.node.v1.NodeService"));
        assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);
        readiness().set(false);
        assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
        readiness().set(true);
        assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void reflection_lists_the_services_and_has_their_comments_in_v1_and_v1alpha() throws Exception {
        for (Reflection reflection : List.of(Reflection.v1(channel), Reflection.v1alpha(channel))) {
            assertThat(reflection.services())
                    .contains(
                            "sevenlayers.chassis.v1.PodService",
                            "sevenlayers.node.v1.NodeService",
                            "grpc.health.v1.Health");
            ByteString pod = reflection.fileContaining("sevenlayers.chassis.v1.PodService").stream()
                    .filter(file -> file.toStringUtf8().contains("sevenlayers/chassis/v1/pod.proto"))
                    .findFirst()
                    .orElseThrow();
            assertThat(FileDescriptorProto.parseFrom(reflection
                                    .fileContaining("google.rpc.BadRequest")
                                    .getFirst())
                            .getMessageTypeList())
                    .as("so that grpcurl prints the details of an error")
                    .anyMatch(type -> type.getName().equals("BadRequest"));
            assertThat(FileDescriptorProto.parseFrom(pod).getSourceCodeInfo().getLocationList())
                    .anyMatch(location ->
                            location.getLeadingComments().contains("Who answered, and over which TCP connection"));
        }
    }

    private com.google.rpc.Status failure(int how) {
        return StatusProto.fromThrowable(catchThrowableOfType(
                StatusRuntimeException.class,
                () -> NodeServiceGrpc.newBlockingStub(channel).work(work(how))));
    }

    private static WorkRequest work(int payloadBytes) {
        return WorkRequest.newBuilder()
                .setWork(Work.newBuilder().setPayloadBytes(payloadBytes))
                .build();
    }

    private static HealthCheckRequest service(String name) {
        return HealthCheckRequest.newBuilder().setService(name).build();
    }

    private static WhoAmIResponse whoAmI(ManagedChannel channel) {
        return PodServiceGrpc.newBlockingStub(channel).whoAmI(WhoAmIRequest.getDefaultInstance());
    }

    private ManagedChannel newChannel() {
        return NettyChannelBuilder.forAddress("127.0.0.1", port())
                .usePlaintext()
                .build();
    }
}
