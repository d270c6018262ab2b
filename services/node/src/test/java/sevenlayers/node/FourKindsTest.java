package sevenlayers.node;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import io.grpc.channelz.v1.ChannelzGrpc;
import io.grpc.channelz.v1.GetServerSocketsRequest;
import io.grpc.channelz.v1.GetServersRequest;
import io.grpc.channelz.v1.GetSocketRequest;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.chassis.v1.Answer;
import sevenlayers.node.v1.CollectWorkRequest;
import sevenlayers.node.v1.CollectWorkResponse;
import sevenlayers.node.v1.Delay;
import sevenlayers.node.v1.ExchangeWorkRequest;
import sevenlayers.node.v1.ExchangeWorkResponse;
import sevenlayers.node.v1.FixedDelay;
import sevenlayers.node.v1.ListConnectionsRequest;
import sevenlayers.node.v1.NodeServiceGrpc;
import sevenlayers.node.v1.StreamWorkRequest;
import sevenlayers.node.v1.StreamWorkResponse;
import sevenlayers.node.v1.Work;
import sevenlayers.node.v1.WorkRequest;
import sevenlayers.node.v1.WorkResponse;

@Timeout(60)
class FourKindsTest {

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
    void an_empty_request_is_answered_with_the_pod_and_the_connection() {
        WorkResponse first = node.node().work(WorkRequest.getDefaultInstance());
        WorkResponse second = node.node().work(WorkRequest.getDefaultInstance());
        assertThat(first.getAnswer().getPod()).isEqualTo(RunningNode.POD);
        assertThat(first.getAnswer().getConnection().getLocalAddress()).isEqualTo(node.target());
        assertThat(first.getPayload()).isEmpty();
        assertThat(first.getComputedTogether()).isZero();
        assertThat(second.getAnswer().getConnection().getNumber())
                .isEqualTo(first.getAnswer().getConnection().getNumber());
        assertThat(second.getAnswer().getConnection().getCalls())
                .isEqualTo(first.getAnswer().getConnection().getCalls() + 1);
    }

    @Test
    void a_unary_call_waits_computes_and_says_how_long_it_was_served() {
        WorkResponse response = node.node()
                .work(WorkRequest.newBuilder()
                        .setWork(Work.newBuilder()
                                .setDelay(fixed(30_000))
                                .setCpuMicros(20_000)
                                .setPayloadBytes(1 << 20))
                        .build());
        assertThat(response.getServedMicros()).isBetween(50_000L, 20_000_000L);
        assertThat(response.getComputedTogether()).isEqualTo(1);
        assertThat(response.getPayload()).isEqualTo(ByteString.copyFrom(new byte[1 << 20]));
    }

    @Test
    void a_server_stream_numbers_its_answers_and_stays_on_one_connection() {
        List<StreamWorkResponse> answers = ImmutableList.copyOf(node.node()
                .streamWork(StreamWorkRequest.newBuilder()
                        .setCount(500)
                        .setWork(Work.newBuilder().setPayloadBytes(10_000))
                        .build()));
        assertThat(answers)
                .extracting(StreamWorkResponse::getIndex)
                .startsWith(1, 2, 3)
                .hasSize(500)
                .endsWith(500);
        assertThat(answers).allMatch(answer -> answer.getPayload().size() == 10_000);
        assertThat(answers.stream()
                        .map(answer -> answer.getAnswer().getConnection().getNumber())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void a_client_stream_is_counted() throws Exception {
        CompletableFuture<CollectWorkResponse> response = new CompletableFuture<>();
        var requests = NodeServiceGrpc.newStub(node.channel).collectWork(new Observer<>(response));
        for (int part = 0; part < 100; part++) {
            requests.onNext(CollectWorkRequest.newBuilder()
                    .setPayload(ByteString.copyFrom(new byte[1_000]))
                    .build());
        }
        requests.onCompleted();
        CollectWorkResponse counted = response.get(30, TimeUnit.SECONDS);
        assertThat(counted.getMessages()).isEqualTo(100);
        assertThat(counted.getPayloadBytes()).isEqualTo(100_000);
        assertThat(counted.getAnswer().getPod()).isEqualTo(RunningNode.POD);
    }

    @Test
    void a_conversation_answers_each_part_in_turn() throws Exception {
        List<ExchangeWorkResponse> answers = new ArrayList<>();
        CompletableFuture<ExchangeWorkResponse> last = new CompletableFuture<>();
        var requests = NodeServiceGrpc.newStub(node.channel).exchangeWork(new Observer<>(last) {
            @Override
            public void onNext(ExchangeWorkResponse answer) {
                answers.add(answer);
                super.onNext(answer);
            }
        });
        for (int part = 1; part <= 50; part++) {
            requests.onNext(ExchangeWorkRequest.newBuilder()
                    .setWork(Work.newBuilder().setPayloadBytes(part))
                    .build());
        }
        requests.onCompleted();
        last.get(30, TimeUnit.SECONDS);
        assertThat(answers).hasSize(50);
        for (int i = 0; i < 50; i++) {
            assertThat(answers.get(i).getIndex()).isEqualTo(i + 1);
            assertThat(answers.get(i).getPayload().size()).isEqualTo(i + 1);
        }
        assertThat(answers.stream()
                        .map(ExchangeWorkResponse::getAnswer)
                        .map(Answer::getPod)
                        .distinct())
                .containsExactly(RunningNode.POD);
    }

    @Test
    void a_stream_that_nobody_reads_stops_sending_and_channelz_shows_it() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        Reluctant reluctant = new Reluctant(read);
        NodeServiceGrpc.newStub(node.channel)
                .streamWork(
                        StreamWorkRequest.newBuilder()
                                .setCount(1_000)
                                .setWork(Work.newBuilder().setPayloadBytes(100_000))
                                .build(),
                        reluctant);
        assertThat(read.await(30, TimeUnit.SECONDS)).isTrue();
        // 100 MB were asked for; HTTP/2's window lets a few pass and then the server waits.
        long sent = messagesSent();
        for (int i = 0; i < 5; i++) {
            node.node().listConnections(ListConnectionsRequest.getDefaultInstance());
        }
        assertThat(sent).isBetween(1L, 200L);
        assertThat(messagesSent()).isLessThan(sent + 50);
        reluctant.finish();
        assertThat(reluctant.count.get(30, TimeUnit.SECONDS)).isEqualTo(1_000);
    }

    private long messagesSent() {
        ChannelzGrpc.ChannelzBlockingStub channelz =
                ChannelzGrpc.newBlockingStub(node.channel).withDeadlineAfter(30, TimeUnit.SECONDS);
        return channelz.getServers(GetServersRequest.getDefaultInstance()).getServerList().stream()
                .flatMap(server -> channelz
                        .getServerSockets(GetServerSocketsRequest.newBuilder()
                                .setServerId(server.getRef().getServerId())
                                .build())
                        .getSocketRefList()
                        .stream())
                .map(socket -> channelz.getSocket(GetSocketRequest.newBuilder()
                        .setSocketId(socket.getSocketId())
                        .build()))
                .filter(socket ->
                        socket.getSocket().getLocal().getTcpipAddress().getPort() == node.server.port())
                .mapToLong(socket -> socket.getSocket().getData().getMessagesSent())
                .sum();
    }

    static Delay fixed(long micros) {
        return Delay.newBuilder()
                .setFixed(FixedDelay.newBuilder().setDelayMicros(micros))
                .build();
    }

    /** Reads one answer and then none until it is told to finish. */
    private static final class Reluctant implements ClientResponseObserver<StreamWorkRequest, StreamWorkResponse> {

        final CompletableFuture<Integer> count = new CompletableFuture<>();
        private final CountDownLatch firstRead;
        private volatile @Nullable ClientCallStreamObserver<StreamWorkRequest> call;
        private int received;

        Reluctant(CountDownLatch firstRead) {
            this.firstRead = firstRead;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<StreamWorkRequest> started) {
            call = started;
            started.disableAutoRequestWithInitial(1);
        }

        void finish() {
            requireNonNull(call).request(10_000);
        }

        @Override
        public void onNext(StreamWorkResponse answer) {
            received++;
            firstRead.countDown();
        }

        @Override
        public void onError(Throwable failure) {
            count.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            count.complete(received);
        }
    }
}
