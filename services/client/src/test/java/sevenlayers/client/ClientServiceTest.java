package sevenlayers.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.client.lab.FakeNode;
import sevenlayers.client.lab.Story;
import sevenlayers.client.v1.CallRequest;
import sevenlayers.client.v1.ClientServiceGrpc;
import sevenlayers.client.v1.CloseChannelRequest;
import sevenlayers.client.v1.ClosedLoop;
import sevenlayers.client.v1.DriveRequest;
import sevenlayers.client.v1.DriveResponse;
import sevenlayers.client.v1.ListChannelsRequest;
import sevenlayers.client.v1.LookUpRequest;

/** The service as it runs, called over its port. */
@QuarkusTest
@TestProfile(ClientServiceTest.OnNamesFile.class)
@Timeout(60)
class ClientServiceTest {

    private static final Path NAMES = Path.of("target", "lab-names");

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI http;

    private final FakeNode node =
            FakeNode.start("node-1", 0, builder -> builder.addService(ProtoReflectionServiceV1.newInstance()));
    private ManagedChannel channel;
    private ClientServiceGrpc.ClientServiceBlockingStub client;

    public static final class OnNamesFile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("lab.names", NAMES.toString(), "lab.hosts", "node");
        }
    }

    @BeforeEach
    void connect() throws Exception {
        Files.writeString(NAMES, "node " + node.address() + "\n");
        channel = NettyChannelBuilder.forAddress(http.getHost(), http.getPort())
                .usePlaintext()
                .flowControlWindow(65_535)
                .build();
        client = ClientServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void close() throws Exception {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        node.close();
    }

    @Test
    void a_drive_streams_its_story_and_carries_the_callers_trace() {
        Metadata headers = new Metadata();
        Metadata.Key<String> traceparent = Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
        headers.put(traceparent, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        Story story = drive(
                ClientServiceGrpc.newBlockingStub(
                        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers))),
                request(60));
        assertThat(story.callsByPod()).isEqualTo(Map.of("node-1", 60L));
        assertThat(story.summary().getOk()).isEqualTo(60);
        assertThat(node.headers())
                .allSatisfy(each -> assertThat(each.get(traceparent))
                        .startsWith("00-0af7651916cd43dd8448eb211c80319c-")
                        .doesNotContain("b7ad6b7169203331"));
    }

    @Test
    void what_is_wrong_with_a_request_reaches_its_caller() {
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class, () -> drive(client, request(0).setPolicy("best")));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.getStatus().getDescription()).contains("calls: 0 is out of range", "policy: 'best'");
    }

    @Test
    void named_channels_are_listed_and_closed() {
        drive(client, request(5).setChannel("steady").setChannelIdleMillis(60_000));
        assertThat(client.listChannels(ListChannelsRequest.getDefaultInstance()).getChannelsList())
                .singleElement()
                .satisfies(open -> {
                    assertThat(open.getName()).isEqualTo("steady");
                    assertThat(open.getTarget()).isEqualTo("node:9000");
                    assertThat(open.getPolicy()).isEqualTo("pick_first");
                    assertThat(open.getChannels()).isEqualTo(1);
                    assertThat(open.getCalls()).isEqualTo(5);
                    assertThat(open.getIdleLeftMillis()).isBetween(30_000L, 60_000L);
                });
        CloseChannelRequest close =
                CloseChannelRequest.newBuilder().setName("steady").build();
        assertThat(client.closeChannel(close).getClosed()).isTrue();
        assertThat(client.closeChannel(close).getClosed()).isFalse();
    }

    @Test
    void a_name_is_looked_up_anew_each_time() throws Exception {
        LookUpRequest request = LookUpRequest.newBuilder().setName("node").build();
        assertThat(client.lookUp(request).getAddressesList()).containsExactly(node.address());
        Files.writeString(NAMES, "node 127.0.0.1:2000 127.0.0.1:1000\n");
        assertThat(client.lookUp(request).getAddressesList()).containsExactly("127.0.0.1:1000", "127.0.0.1:2000");
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> client.lookUp(
                        LookUpRequest.newBuilder().setName("example.com").build()));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void a_call_is_relayed_with_its_messages_and_its_status() {
        CallRequest.Builder call =
                CallRequest.newBuilder().setTarget("node:9000").setMethod("sevenlayers.node.v1.NodeService/Work");
        assertThat(client.call(call.build()).next().getResponse().getFieldsMap())
                .containsKey("answer");
        node.before(() -> {
            throw Status.RESOURCE_EXHAUSTED.withDescription("busy").asRuntimeException();
        });
        StatusRuntimeException failed = catchThrowableOfType(
                StatusRuntimeException.class, () -> client.call(call.build()).next());
        assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(failed.getStatus().getDescription()).isEqualTo("busy");
    }

    @Test
    void a_reader_that_stops_reading_stops_the_load_and_one_that_leaves_ends_it() throws Exception {
        ClientCall<DriveRequest, DriveResponse> call =
                channel.newCall(ClientServiceGrpc.getDriveMethod(), io.grpc.CallOptions.DEFAULT);
        CountDownLatch begun = new CountDownLatch(1);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(DriveResponse piece) {
                        begun.countDown();
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(request(100_000)
                .setClosed(ClosedLoop.newBuilder().setConcurrency(10))
                .build());
        call.halfClose();
        begun.await();
        long stood = standstill();
        assertThat(stood).as("calls made for a reader who read one piece").isBetween(100L, 50_000L);

        call.cancel("left", null);
        Thread.sleep(300);
        assertThat(node.calls()).isLessThanOrEqualTo(stood + 10);
        // The drive is over for the client, too: it has room for the most calls again.
        assertThat(drive(
                                client,
                                request(1_000).setClosed(ClosedLoop.newBuilder().setConcurrency(1_000)))
                        .summary()
                        .getCalls())
                .isEqualTo(1_000);
    }

    /** Waits until the node has had no call for half a second; how many it had. */
    private long standstill() throws InterruptedException {
        long before = -1;
        while (node.calls() != before) {
            before = node.calls();
            Thread.sleep(500);
        }
        return before;
    }

    private static DriveRequest.Builder request(int calls) {
        return DriveRequest.newBuilder().setTarget("dns:///node:9000").setCalls(calls);
    }

    private static Story drive(ClientServiceGrpc.ClientServiceBlockingStub client, DriveRequest.Builder request) {
        List<DriveResponse> pieces = new ArrayList<>();
        client.drive(request.build()).forEachRemaining(pieces::add);
        return new Story(pieces);
    }
}
