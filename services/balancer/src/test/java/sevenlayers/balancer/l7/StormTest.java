package sevenlayers.balancer.l7;

import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.balancer.testing.GrpcBackend.CHAT;
import static sevenlayers.balancer.testing.GrpcBackend.ECHO;
import static sevenlayers.balancer.testing.GrpcBackend.FLOOD;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.testing.Await;
import sevenlayers.balancer.testing.Doors;
import sevenlayers.balancer.testing.GrpcBackend;

/** Calls that end in every way there is, all at once; afterwards every counter is back at zero. */
@Timeout(120)
class StormTest {
    private static final int ROUNDS = 30;
    private static final int CALLS_A_ROUND = 60;

    private final Random random = new Random(4);
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger twice = new AtomicInteger();

    @Test
    void nothingIsLeftAfterAStormOfEveryKindOfEnding() throws Exception {
        try (Doors doors = new Doors()) {
            List<GrpcBackend> backends = new ArrayList<>();
            List<Backend> seen = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                backends.add(new GrpcBackend(0, builder -> builder.maxConcurrentCallsPerConnection(20)));
            }
            for (int round = 0; round < ROUNDS; round++) {
                doors.to(backends.stream().map(GrpcBackend::address).toArray(InetSocketAddress[]::new));
                seen.addAll(doors.l7Backends.snapshot().listed());
                ManagedChannel client = GrpcBackend.channel(doors.l7.address());
                for (int i = 0; i < CALLS_A_ROUND; i++) {
                    call(client);
                }
                strike(backends, round);
                if (round % 3 == 0) {
                    client.shutdownNow();
                } else {
                    client.shutdown();
                    Await.until(client::isTerminated);
                }
            }
            Await.until(() -> ended.get() == started.get());
            Await.until(() -> seen.stream().allMatch(backend -> backend.active() == 0));
            Await.until(() -> doors.l7.heldBytes() == 0);
            assertThat(twice).hasValue(0);
            assertThat(seen.stream().mapToLong(Backend::failed).sum()).isPositive();
            backends.forEach(GrpcBackend::close);
            Await.until(() -> seen.stream().allMatch(backend -> backend.connections() == 0));
        }
    }

    /** One backend is killed or leaves, and another takes its place. */
    private void strike(List<GrpcBackend> backends, int round) {
        int victim = random.nextInt(backends.size());
        switch (round % 4) {
            case 0 -> backends.get(victim).kill();
            case 1 -> backends.get(victim).leave();
            default -> {
                return;
            }
        }
        backends.set(victim, new GrpcBackend(0, builder -> builder.maxConcurrentCallsPerConnection(20)));
    }

    private void call(ManagedChannel client) {
        int kind = random.nextInt(5);
        MethodDescriptor<byte[], byte[]> method = kind < 2 ? ECHO : kind < 4 ? FLOOD : CHAT;
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(
                kind == 1 ? 1 + random.nextInt(20) : 3_000, TimeUnit.MILLISECONDS);
        ClientCall<byte[], byte[]> call = client.newCall(method, options);
        started.incrementAndGet();
        AtomicInteger closed = new AtomicInteger();
        AtomicInteger messages = new AtomicInteger();
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] message) {
                        if (messages.incrementAndGet() == 2) {
                            call.cancel("seen enough", null);
                        }
                        call.request(1);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        if (closed.incrementAndGet() > 1) {
                            twice.incrementAndGet();
                        }
                        ended.incrementAndGet();
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(new byte[] {(byte) (kind == 2 ? 0 : 1)});
        if (kind == 4) {
            call.cancel("changed my mind", null);
        } else {
            call.halfClose();
        }
    }
}
