package sevenlayers.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.backend.Cluster;
import sevenlayers.balancer.backend.PodNames;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.testing.Await;
import sevenlayers.balancer.testing.GrpcBackend;
import sevenlayers.balancer.testing.NamedBackends;
import sevenlayers.balancer.v1.ActiveChecks;
import sevenlayers.balancer.v1.CheckKind;
import sevenlayers.balancer.v1.Draining;
import sevenlayers.balancer.v1.HealthSettings;
import sevenlayers.balancer.v1.Policy;
import sevenlayers.balancer.v1.SetSettingsRequest;
import sevenlayers.balancer.v1.Settings;
import sevenlayers.balancer.v1.SlowStart;
import sevenlayers.balancer.v1.Weight;
import sevenlayers.balancer.v1.Weights;

/** Settings change a hundred times while calls go through both doors. */
@Timeout(180)
class ChangesUnderTrafficTest {
    private static final int CHANGES = 100;

    private final NamedBackends lab = new NamedBackends(4);
    private final PodNames pods = new PodNames(lab.hosts::podAt);
    private final Doors doors;
    private final SettingsPanel panel;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();

    ChangesUnderTrafficTest() throws Exception {
        Map<String, String> told = Map.of("lab.l4-port", "0", "lab.l7-port", "0");
        doors = new Doors(
                "balancer-1",
                BalancerSettings.from(Optional.empty(), name -> Optional.ofNullable(told.get(name))),
                lab.names::lookUp,
                Cluster.NONE,
                pods);
        panel = new SettingsPanel(doors.controls(), new Neighbourhood(lab.hosts, lab.names::lookUp, pods, doors.own()));
    }

    @AfterEach
    void close() {
        over.set(true);
        doors.close();
        pods.close();
        lab.close();
    }

    @Test
    void noCallFails() throws Exception {
        ManagedChannel l7 = GrpcBackend.channel(doors.doors().getLast().address());
        BlockingQueue<byte[]> said = new LinkedBlockingQueue<>();
        StreamObserver<byte[]> stream = chat(l7, said);
        List<Thread> callers = List.of(
                Thread.ofPlatform().start(() -> callOver(l7)),
                Thread.ofPlatform().start(() -> callOver(l7)),
                Thread.ofPlatform().start(this::callOverNewConnections));
        Random random = new Random(4);
        for (int change = 0; change < CHANGES; change++) {
            int before = calls.get();
            panel.set(SetSettingsRequest.newBuilder().setSettings(any(random)).build());
            stream.onNext(new byte[] {(byte) change});
            assertThat(said.poll(30, TimeUnit.SECONDS))
                    .as("the stream's answer after change %s", change)
                    .containsExactly((byte) change);
            Await.until(() -> calls.get() >= before + 3 || !failed.isEmpty());
            assertThat(failed).as("after change %s", change).isEmpty();
        }
        stream.onCompleted();
        over.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        l7.shutdownNow();
        assertThat(failed).isEmpty();
        assertThat(calls).hasValueGreaterThan(3 * CHANGES);
    }

    private Settings any(Random random) {
        Settings.Builder settings = Settings.newBuilder();
        if (random.nextBoolean()) {
            settings.setPolicy(Policy.newBuilder()
                    .setName(
                            Policies.names().get(random.nextInt(Policies.names().size()))));
        }
        if (random.nextBoolean()) {
            settings.setSource(
                    switch (random.nextInt(3)) {
                        case 0 -> "node:9000";
                        case 1 -> lab.text(1) + "," + lab.text(2) + "," + lab.text(3);
                        default -> "node-2:9000," + lab.text(3) + "," + lab.text(4);
                    });
        }
        if (random.nextBoolean()) {
            settings.setWeights(Weights.newBuilder()
                    .addWeights(Weight.newBuilder()
                            .setBackend(lab.text(1 + random.nextInt(4)))
                            .setWeight(1 + random.nextInt(1_000))));
        }
        if (settings.build().equals(Settings.getDefaultInstance()) || random.nextBoolean()) {
            settings.setHealth(HealthSettings.newBuilder()
                    .setActive(ActiveChecks.newBuilder()
                            .setKind(random.nextBoolean() ? CheckKind.CHECK_KIND_TCP : CheckKind.CHECK_KIND_NONE)
                            .setTimeoutMillis(10_000))
                    .setSlowStart(SlowStart.newBuilder().setWindowMillis(random.nextInt(1_000)))
                    .setDraining(Draining.newBuilder()
                            .addAllBackends(IntStream.rangeClosed(2, random.nextInt(4))
                                    .mapToObj(lab::text)
                                    .toList())));
        }
        return settings.build();
    }

    private void callOver(ManagedChannel channel) {
        while (!over.get()) {
            call(channel);
        }
    }

    /** L4 decides once for each connection. */
    private void callOverNewConnections() {
        while (!over.get()) {
            ManagedChannel channel =
                    GrpcBackend.channel(doors.doors().getFirst().address());
            call(channel);
            channel.shutdown();
        }
    }

    private void call(ManagedChannel channel) {
        try {
            GrpcBackend.echo(channel, new byte[] {1});
            calls.incrementAndGet();
        } catch (RuntimeException e) {
            if (!over.get()) {
                failed.add(e.toString());
            }
        }
    }

    private StreamObserver<byte[]> chat(ManagedChannel channel, BlockingQueue<byte[]> said) {
        return ClientCalls.asyncBidiStreamingCall(
                channel.newCall(GrpcBackend.CHAT, CallOptions.DEFAULT), new StreamObserver<>() {
                    @Override
                    public void onNext(byte[] message) {
                        said.add(message);
                    }

                    @Override
                    public void onError(Throwable cause) {
                        if (!over.get()) {
                            failed.add("stream: " + cause);
                        }
                    }

                    @Override
                    public void onCompleted() {}
                });
    }
}
