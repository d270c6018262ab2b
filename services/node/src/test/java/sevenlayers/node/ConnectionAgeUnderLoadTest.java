package sevenlayers.node;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.EquivalentAddressGroup;
import io.grpc.ManagedChannel;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.node.v1.Knobs;
import sevenlayers.node.v1.NodeServiceGrpc;
import sevenlayers.node.v1.Work;
import sevenlayers.node.v1.WorkRequest;

/**
 * The lesson's promise: a connection that grows old makes its client look again for pods, and no call pays for it.
 *
 * <p>The clients are as clients are by default. With {@code disableRetry} about one call in thousands fails: grpc-java may hand a call to
 * a transport in the very moment that it gets GOAWAY, and only its transparent retry sends that call, which never left, elsewhere.
 */
@Timeout(120)
class ConnectionAgeUnderLoadTest {

    private static final int CALLERS = 8;

    @ParameterizedTest
    @ValueSource(strings = {"pick_first", "round_robin"})
    void clients_come_back_over_new_connections_and_no_call_fails(String policy) throws Exception {
        try (RunningNode node = new RunningNode();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            node.turn(Knobs.newBuilder().setMaxConnectionAgeMillis(150));
            CountedNames names = new CountedNames(node.server.port());
            NameResolverRegistry.getDefaultRegistry().register(names);
            ManagedChannel channel = NettyChannelBuilder.forTarget("counted:///node")
                    .defaultLoadBalancingPolicy(policy)
                    .usePlaintext()
                    .build();
            Set<Long> connections = ConcurrentHashMap.newKeySet();
            Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
            AtomicInteger calls = new AtomicInteger();
            try {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                for (int caller = 0; caller < CALLERS; caller++) {
                    WorkRequest request = WorkRequest.newBuilder()
                            .setWork(Work.newBuilder().setDelay(FourKindsTest.fixed(caller * 500L)))
                            .build();
                    var _ = callers.submit(() -> {
                        while ((calls.get() < 4_000 || connections.size() < 6) && System.nanoTime() < end) {
                            try {
                                connections.add(NodeServiceGrpc.newBlockingStub(channel)
                                        .withDeadlineAfter(30, TimeUnit.SECONDS)
                                        .work(request)
                                        .getAnswer()
                                        .getConnection()
                                        .getNumber());
                                calls.incrementAndGet();
                            } catch (RuntimeException e) {
                                failures.add(e);
                            }
                        }
                    });
                }
                callers.shutdown();
                assertThat(callers.awaitTermination(90, TimeUnit.SECONDS)).isTrue();
            } finally {
                channel.shutdownNow();
                NameResolverRegistry.getDefaultRegistry().deregister(names);
            }
            assertThat(failures).isEmpty();
            assertThat(calls.get()).isGreaterThanOrEqualTo(4_000);
            assertThat(connections).hasSizeGreaterThanOrEqualTo(6);
            assertThat(names.refreshes.get()).as("the client resolved again").isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void a_call_that_is_longer_than_the_age_is_finished_on_the_old_connection() throws Exception {
        try (RunningNode node = new RunningNode()) {
            node.turn(Knobs.newBuilder().setMaxConnectionAgeMillis(150));
            var response = node.node()
                    .work(WorkRequest.newBuilder()
                            .setWork(Work.newBuilder().setDelay(FourKindsTest.fixed(600_000)))
                            .build());
            assertThat(response.getServedMicros()).isGreaterThanOrEqualTo(600_000);
            Eventually.holds(
                    "new calls use another connection",
                    () -> node.node()
                                    .work(WorkRequest.getDefaultInstance())
                                    .getAnswer()
                                    .getConnection()
                                    .getNumber()
                            > response.getAnswer().getConnection().getNumber());
        }
    }

    /** One address under the scheme {@code counted}; counts how often it is asked for again. */
    private static final class CountedNames extends NameResolverProvider {

        final AtomicInteger refreshes = new AtomicInteger();
        private final InetSocketAddress address;

        CountedNames(int port) {
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }

        @Override
        public NameResolver newNameResolver(URI target, NameResolver.Args args) {
            return new NameResolver() {
                private @Nullable Listener2 listener;

                @Override
                public String getServiceAuthority() {
                    return "node";
                }

                @Override
                public void start(Listener2 started) {
                    listener = started;
                    answer();
                }

                @Override
                public void refresh() {
                    refreshes.incrementAndGet();
                    answer();
                }

                private void answer() {
                    requireNonNull(listener)
                            .onResult(ResolutionResult.newBuilder()
                                    .setAddressesOrError(
                                            StatusOr.fromValue(List.of(new EquivalentAddressGroup(address))))
                                    .build());
                }

                @Override
                public void shutdown() {}
            };
        }

        @Override
        public String getDefaultScheme() {
            return "counted";
        }

        @Override
        protected boolean isAvailable() {
            return true;
        }

        @Override
        protected int priority() {
            return 4;
        }
    }
}
