package sevenlayers.balancer.l7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sevenlayers.balancer.testing.GrpcBackend.CHAT;
import static sevenlayers.balancer.testing.GrpcBackend.ECHO;
import static sevenlayers.balancer.testing.GrpcBackend.FLOOD;
import static sevenlayers.balancer.testing.GrpcBackend.channel;
import static sevenlayers.balancer.testing.GrpcBackend.echo;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.testing.Await;
import sevenlayers.balancer.testing.Doors;
import sevenlayers.balancer.testing.GrpcBackend;
import sevenlayers.balancer.testing.RawBackend;

/** The L7 door between grpc-java's own client and servers. */
@Timeout(60)
class L7ListenerTest {
    private final Doors doors = new Doors();
    private final List<GrpcBackend> backends = new ArrayList<>();
    private final ManagedChannel client = channel(doors.l7.address());

    @AfterEach
    void close() {
        client.shutdownNow();
        backends.forEach(GrpcBackend::close);
        doors.close();
    }

    @Test
    void requestsOfOneConnectionTakeTheBackendsInTurn() {
        start(5);
        for (int i = 0; i < 60; i++) {
            echo(client, new byte[] {1});
        }
        assertThat(backends).extracting(backend -> backend.calls.get()).containsOnly(12);
    }

    @Test
    void aNewListIsUsedAtOnceAndNoCallFails() {
        start(3);
        for (int i = 0; i < 30; i++) {
            echo(client, new byte[] {1});
        }
        backends.add(new GrpcBackend());
        backends.add(new GrpcBackend());
        list(backends.subList(1, 5));
        int before = backends.getFirst().calls.get();
        for (int i = 0; i < 40; i++) {
            echo(client, new byte[] {1});
        }
        assertThat(backends.getFirst().calls).hasValue(before);
        assertThat(backends.subList(3, 5)).extracting(b -> b.calls.get()).containsOnly(10);
    }

    @Test
    void metadataPassesBothTheTwiceNamedAndTheBinary() {
        start(1);
        Metadata.Key<String> text = Metadata.Key.of("x-word", Metadata.ASCII_STRING_MARSHALLER);
        Metadata.Key<byte[]> binary = Metadata.Key.of("x-raw-bin", Metadata.BINARY_BYTE_MARSHALLER);
        Metadata sent = new Metadata();
        sent.put(text, "one");
        sent.put(text, "two");
        sent.put(binary, new byte[] {0, -1, 127});
        echo(ClientInterceptors.intercept(client, MetadataUtils.newAttachHeadersInterceptor(sent)), new byte[] {1});
        Metadata seen = Objects.requireNonNull(backends.getFirst().headers.poll());
        assertThat(seen.getAll(text)).containsExactly("one", "two");
        assertThat(seen.get(binary)).containsExactly(0, -1, 127);
    }

    @Test
    void fourMebibytesPassBothWays() {
        start(1);
        byte[] large = new byte[4 << 20];
        new Random(1).nextBytes(large);
        assertThat(echo(client, large)).isEqualTo(large);
    }

    @Test
    void anUploadThatTheBackendDoesNotReadIsHeldBack() throws Exception {
        try (RawBackend backend = new RawBackend()) {
            doors.to(backend.address());
            AtomicInteger sent = new AtomicInteger();
            ClientCall<byte[], byte[]> call = client.newCall(CHAT, CallOptions.DEFAULT);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onReady() {
                            while (call.isReady() && sent.get() < 10_000) {
                                call.sendMessage(new byte[16 * 1024]);
                                sent.incrementAndGet();
                            }
                        }
                    },
                    new Metadata());
            Thread accepting = Thread.ofVirtual().start(backend::acceptAndNeverRead);
            int standing = standsStill(sent);
            // Two windows of 64 KiB and what grpc-java queues itself.
            assertThat(standing * 16).isLessThan(512);
            call.cancel("seen enough", null);
            accepting.interrupt();
        }
    }

    @Test
    void manyCallsAtOnceShareTheStreamsThatABackendAllows() throws Exception {
        backends.add(new GrpcBackend(0, builder -> builder.maxConcurrentCallsPerConnection(3)));
        list(backends);
        List<StreamObserver<byte[]>> open = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            open.add(chat(new Heard()));
        }
        GrpcBackend backend = backends.getFirst();
        Await.until(() -> backend.calls.get() == 10);
        // Four connections of three streams each are allowed by default, and four are needed.
        assertThat(backend.connections).hasSize(4);
        List<Future<byte[]>> waiting = IntStream.range(0, 20)
                .<Future<byte[]>>mapToObj(
                        _ -> ClientCalls.futureUnaryCall(client.newCall(ECHO, CallOptions.DEFAULT), new byte[] {7}))
                .toList();
        open.forEach(StreamObserver::onCompleted);
        for (Future<byte[]> each : waiting) {
            assertThat(each.get(10, TimeUnit.SECONDS)).containsExactly(7);
        }
    }

    @Test
    void cancellingReachesTheBackend() throws Exception {
        start(1);
        AtomicInteger received = new AtomicInteger();
        ClientCall<byte[], byte[]> call = flood(received, 1);
        Await.until(() -> received.get() == 1);
        call.cancel("changed my mind", null);
        assertThat(backends.getFirst().cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        Await.until(() -> active() == 0);
    }

    @Test
    void aClientThatDisappearsCancelsItsCalls() throws Exception {
        start(1);
        AtomicInteger received = new AtomicInteger();
        flood(received, 1);
        Await.until(() -> received.get() == 1);
        client.shutdownNow();
        assertThat(backends.getFirst().cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        Await.until(() -> active() == 0);
    }

    @Test
    void withoutABackendTheBalancerSaysSo() {
        assertThatThrownBy(() -> echo(client, new byte[] {1}))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                    assertThat(e.getStatus().getDescription()).isEqualTo("balancer-1: no backend is listed");
                });
    }

    @Test
    void aBackendThatCannotBeReachedIsPassedOverAndNoCallFails() {
        start(2);
        backends.getFirst().close();
        for (int i = 0; i < 20; i++) {
            echo(client, new byte[] {1});
        }
        assertThat(backends.getLast().calls).hasValue(20);
    }

    @Test
    void whenNoBackendCanBeReachedTheLastOneIsNamed() {
        start(2);
        backends.forEach(GrpcBackend::close);
        assertThatThrownBy(() -> echo(client, new byte[] {1}))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                    assertThat(e.getStatus().getDescription())
                            .startsWith("balancer-1: all 2 backends turned it away; the last one, 127.0.0.1:")
                            .endsWith("could not be reached");
                });
    }

    @Test
    void aBackendThatLeavesLosesNoCall() throws Exception {
        start(3);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                while (!stop.get()) {
                    echo(client, new byte[1_000]);
                    done.incrementAndGet();
                }
            } catch (RuntimeException e) {
                failure.set(e);
            }
        });
        Heard heard = new Heard();
        StreamObserver<byte[]> open = chat(heard);
        open.onNext(new byte[] {1});
        Await.until(() -> heard.messages.get() == 1);
        // It is still listed while it leaves, as a name that is looked up once a second would have it.
        backends.get(1).leave();
        int before = done.get();
        Await.until(() -> failure.get() != null || done.get() > before + 100);
        assertThat(failure.get()).isNull();
        open.onNext(new byte[] {2});
        Await.until(() -> heard.messages.get() == 2);
        open.onCompleted();
        stop.set(true);
        caller.join();
        assertThat(failure.get()).isNull();
    }

    @Test
    void aDrainLosesNothingThatIsUnderWayAndSendsNewCallsAway() throws Exception {
        start(1);
        Heard heard = new Heard();
        StreamObserver<byte[]> call = chat(heard);
        call.onNext(new byte[] {1});
        Await.until(() -> heard.messages.get() == 1);
        ManagedChannel idle = channel(doors.l7.address());
        echo(idle, new byte[] {1});
        doors.l7.drain();
        Await.until(() -> doors.l7.clientConnections() == 1);
        call.onNext(new byte[] {2});
        Await.until(() -> heard.messages.get() == 2);
        assertThatThrownBy(() -> echo(idle, new byte[] {1})).isInstanceOf(StatusRuntimeException.class);
        call.onCompleted();
        assertThat(heard.ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(heard.status.get()).isNull();
        assertThat(doors.l7.closed().await(10, TimeUnit.SECONDS)).isTrue();
        idle.shutdownNow();
    }

    @Test
    void aDecisionSaysWhoAskedForWhatAndWhereItWent() {
        start(2);
        echo(client, new byte[] {1});
        var decision = doors.decided().getFirst();
        assertThat(decision.number()).isEqualTo(1);
        assertThat(decision.path()).isEqualTo("/test.Test/Echo");
        assertThat(decision.reason()).isEqualTo("turn 1 of 2 backends");
        assertThat(decision.backend())
                .isSameAs(doors.l7Backends.snapshot().candidates().getFirst());
        assertThat(decision.candidates()).hasSize(2);
    }

    @Test
    void serverStreamsArriveWhole() {
        start(1);
        Iterator<byte[]> answers =
                ClientCalls.blockingServerStreamingCall(client, FLOOD, CallOptions.DEFAULT, new byte[] {100});
        int count = 0;
        for (; answers.hasNext(); answers.next()) {
            count++;
        }
        assertThat(count).isEqualTo(100);
    }

    // ---- What the tests share

    private void start(int count) {
        IntStream.range(0, count).forEach(_ -> backends.add(new GrpcBackend()));
        list(backends);
    }

    private void list(List<GrpcBackend> listed) {
        doors.to(listed.stream().map(GrpcBackend::address).toArray(InetSocketAddress[]::new));
    }

    private long active() {
        return doors.l7Backends.snapshot().candidates().stream()
                .mapToLong(b -> b.active())
                .sum();
    }

    private ClientCall<byte[], byte[]> flood(AtomicInteger received, int wanted) {
        ClientCall<byte[], byte[]> call = client.newCall(FLOOD, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] message) {
                        received.incrementAndGet();
                    }
                },
                new Metadata());
        call.request(wanted);
        call.sendMessage(new byte[] {0});
        call.halfClose();
        return call;
    }

    private StreamObserver<byte[]> chat(Heard heard) {
        return ClientCalls.asyncBidiStreamingCall(client.newCall(CHAT, CallOptions.DEFAULT), heard);
    }

    private static int standsStill(AtomicInteger count) throws InterruptedException {
        int before = -1;
        while (before != count.get() || before == 0) {
            before = count.get();
            Thread.sleep(700);
        }
        return before;
    }

    private static final class Heard implements StreamObserver<byte[]> {
        final AtomicInteger messages = new AtomicInteger();
        final AtomicReference<Throwable> status = new AtomicReference<>();
        final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void onNext(byte[] message) {
            messages.incrementAndGet();
        }

        @Override
        public void onError(Throwable cause) {
            status.set(cause);
            ended.countDown();
        }

        @Override
        public void onCompleted() {
            ended.countDown();
        }
    }
}
