package sevenlayers.chassis.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import sevenlayers.chassis.v1.PodServiceGrpc;
import sevenlayers.chassis.v1.WhoAmIRequest;

/**
 * What a drain promises, told from outside: a connection that never carried a call, one that is idle, one with a long stream, and calls
 * that go on arriving all the while.
 */
public final class DrainContract implements AutoCloseable {
    /** What a pod needs to end when nothing holds it, on a machine that has much else to do. */
    private static final Duration EXIT = Duration.ofSeconds(10);

    private final int port;
    private final List<ManagedChannel> channels = new ArrayList<>();

    public DrainContract(int port) {
        this.port = port;
    }

    /**
     * Drains a pod while it is used.
     *
     * @param drain tells the pod to go, and returns at once
     * @param left is complete when it has
     * @param everUsed whether to hold the pod to the GOAWAY on a connection that has never carried a call, too
     */
    public void holds(Runnable drain, CompletableFuture<?> left, boolean everUsed) throws Exception {
        // 1. Three connections: unused, idle, and one with a stream; a fourth calls without a pause.
        ManagedChannel unused = connected(channel());
        ManagedChannel idle = channel();
        whoAmI(idle);
        ManagedChannel streaming = channel();
        LongStream stream = new LongStream(streaming);
        stream.answer();
        ManagedChannel busy = channel();
        Iterator<HealthCheckResponse> watch =
                HealthGrpc.newBlockingStub(busy).watch(HealthCheckRequest.getDefaultInstance());
        assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);
        ArrivingCalls calls = new ArrivingCalls(busy);

        // 2. The pod is told to go: it says so, and serves on.
        drain.run();
        assertThat(watch.next().getStatus())
                .as("health as soon as the pod drains")
                .isEqualTo(ServingStatus.NOT_SERVING);
        whoAmI(idle);
        ManagedChannel late = channel();
        whoAmI(late);

        // 3. Every connection is told to go away: a channel without calls is then idle, no longer connected.
        awaitGone(idle, "an idle connection");
        awaitGone(streaming, "a connection with an open stream");
        awaitGone(late, "a connection that came during the drain");
        if (everUsed) {
            awaitGone(unused, "a connection that never carried a call");
        }

        // 4. The stream goes on, and the pod waits for it.
        stream.answer();
        assertThat(left.isDone()).as("the pod left while a stream was open").isFalse();
        stream.answer();
        stream.end();

        // 5. The pod leaves, and no call was lost until it did.
        left.get(EXIT.toMillis(), TimeUnit.MILLISECONDS);
        calls.assertNoneLost();
    }

    /**
     * Drains a pod with a call that does not end.
     *
     * @param drain tells the pod to go, and returns at once
     * @param left is complete when it has
     * @param limit how long the pod was told to wait for calls
     */
    public void holdsToTheLimit(Runnable drain, CompletableFuture<?> left, Duration limit) throws Exception {
        LongStream stream = new LongStream(channel());
        stream.answer();

        long start = System.nanoTime();
        drain.run();
        left.get(limit.plus(EXIT).toMillis(), TimeUnit.MILLISECONDS);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("the pod waited for the call")
                .isGreaterThanOrEqualTo(limit);
        assertThat(stream.ended).as("the call was cut off").failsWithin(EXIT);
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }

    private ManagedChannel channel() {
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
        channels.add(channel);
        return channel;
    }

    private static ManagedChannel connected(ManagedChannel channel) {
        channel.getState(true);
        Eventually.holds(() -> channel.getState(false) == ConnectivityState.READY);
        return channel;
    }

    private static void whoAmI(ManagedChannel channel) {
        PodServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .whoAmI(WhoAmIRequest.getDefaultInstance());
    }

    private static void awaitGone(ManagedChannel channel, String what) {
        Eventually.holds(what + " was told to go away", () -> channel.getState(false) != ConnectivityState.READY);
    }

    /** A call of both directions that lasts as long as the test wants: reflection, because every pod has it. */
    private static final class LongStream implements StreamObserver<ServerReflectionResponse> {
        private final BlockingQueue<ServerReflectionResponse> answers = new LinkedBlockingQueue<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final StreamObserver<ServerReflectionRequest> requests;

        LongStream(ManagedChannel channel) {
            requests = ServerReflectionGrpc.newStub(channel).serverReflectionInfo(this);
        }

        void answer() throws InterruptedException {
            requests.onNext(
                    ServerReflectionRequest.newBuilder().setListServices("").build());
            assertThat(answers.poll(10, TimeUnit.SECONDS))
                    .as("answer of the long stream")
                    .isNotNull();
        }

        void end() throws Exception {
            requests.onCompleted();
            ended.get(10, TimeUnit.SECONDS);
        }

        @Override
        public void onNext(ServerReflectionResponse answer) {
            answers.add(answer);
        }

        @Override
        public void onError(Throwable cause) {
            ended.completeExceptionally(cause);
        }

        @Override
        public void onCompleted() {
            ended.complete(null);
        }
    }

    /** Four callers on one channel, each with one call after the other, until one cannot connect because nobody listens any more. */
    private static final class ArrivingCalls {
        private static final int CALLERS = 4;

        private final List<CompletableFuture<Status>> ends = new ArrayList<>();

        ArrivingCalls(ManagedChannel channel) {
            for (int caller = 0; caller < CALLERS; caller++) {
                CompletableFuture<Status> end = new CompletableFuture<>();
                ends.add(end);
                Thread.ofVirtual().start(() -> {
                    Status status;
                    do {
                        status = call(channel);
                    } while (status.isOk());
                    end.complete(status);
                });
            }
        }

        private static Status call(ManagedChannel channel) {
            try {
                whoAmI(channel);
                return Status.OK;
            } catch (RuntimeException e) {
                return Status.fromThrowable(e);
            }
        }

        /** Whoever finds nobody listening has lost nothing: such a call never left, and goes to another pod. */
        void assertNoneLost() throws Exception {
            for (CompletableFuture<Status> end : ends) {
                Status status = end.get(10, TimeUnit.SECONDS);
                assertThat(status.getCause()).as("a call was lost: %s", status).isInstanceOf(ConnectException.class);
            }
        }
    }
}
