package sevenlayers.balancer.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.balancer.testing.Await;

class DiscoveryTest {
    private final Registry registry = new Registry();
    private final PodNames pods = new PodNames(_ -> Optional.empty());
    private volatile List<InetSocketAddress> answer = List.of();
    private final Set<InetSocketAddress> never = new HashSet<>();

    @Test
    void anAddressThatStaysKeepsItsCounters() {
        Discovery discovery = discovery("node:9000");
        answers(at("10.0.0.2"), at("10.0.0.1"));
        discovery.refresh();
        Backend first = registry.snapshot().candidates().getFirst();
        first.choose();
        answers(at("10.0.0.3"), at("10.0.0.1"));
        discovery.refresh();
        assertThat(registry.snapshot().candidates())
                .extracting(Backend::toString)
                .containsExactly("10.0.0.1:9000", "10.0.0.3:9000");
        assertThat(registry.snapshot().candidates().getFirst()).isSameAs(first);
    }

    @Test
    void theSameAnswerInAnotherOrderChangesNothing() {
        Discovery discovery = discovery("node:9000");
        answers(at("10.0.0.2"), at("10.0.0.10"), at("10.0.0.1"));
        discovery.refresh();
        Snapshot before = registry.snapshot();
        answers(at("10.0.0.10"), at("10.0.0.1"), at("10.0.0.2"), at("10.0.0.1"));
        discovery.refresh();
        assertThat(registry.snapshot()).isSameAs(before);
        assertThat(before.candidates())
                .extracting(Backend::toString)
                .containsExactly("10.0.0.1:9000", "10.0.0.2:9000", "10.0.0.10:9000");
    }

    @Test
    void whatMustNeverBeABackendIsLeftOutWheneverANameLeadsThere() {
        never.add(at("10.0.0.9"));
        Discovery discovery = discovery("node:9000");
        answers(at("10.0.0.1"), at("10.0.0.9"));
        discovery.refresh();
        assertThat(registry.snapshot().listed()).extracting(Backend::address).containsExactly(at("10.0.0.1"));
        answers(at("10.0.0.9"));
        discovery.refresh();
        assertThat(registry.snapshot().listed()).isEmpty();
    }

    @Test
    void aResolverThatIsDownTakesNoBackendAway() {
        Discovery discovery = discovery("node:9000");
        answers(at("10.0.0.1"));
        discovery.refresh();
        answer = List.of();
        discovery.refresh();
        assertThat(registry.snapshot().candidates()).hasSize(1);
    }

    @Test
    void aNameThatCannotBeLookedUpHoldsUpNeitherTheOthersNorItsOwnLastAnswer() {
        Set<String> down = new HashSet<>();
        Map<String, InetSocketAddress> names = new HashMap<>(Map.of("a", at("10.0.0.1"), "b", at("10.0.0.2")));
        Discovery discovery = new Discovery(
                Source.parse("a:9000,b:9000,10.0.0.9:9000"),
                (host, _) -> {
                    if (down.contains(host)) {
                        throw new UnknownHostException(host);
                    }
                    return List.of(Objects.requireNonNull(names.get(host)));
                },
                Cluster.NONE,
                pods,
                never::contains,
                Duration.ofSeconds(1),
                List.of(registry));
        down.add("b");
        discovery.refresh();
        assertThat(listed()).containsExactly(at("10.0.0.1"), at("10.0.0.9"));
        down.clear();
        discovery.refresh();
        assertThat(listed()).containsExactly(at("10.0.0.1"), at("10.0.0.2"), at("10.0.0.9"));
        down.add("b");
        names.put("a", at("10.0.0.3"));
        discovery.refresh();
        assertThat(listed()).containsExactly(at("10.0.0.2"), at("10.0.0.3"), at("10.0.0.9"));
    }

    private List<InetSocketAddress> listed() {
        return registry.snapshot().listed().stream().map(Backend::address).toList();
    }

    @Test
    void theFirstBackendIsFoundSoonerThanTheIntervalAndToldOnce() throws InterruptedException {
        AtomicInteger told = new AtomicInteger();
        CountDownLatch found = new CountDownLatch(1);
        registry.onFirst(() -> {
            told.incrementAndGet();
            found.countDown();
        });
        try (Discovery discovery = new Discovery(
                Source.parse("node:9000"),
                this::lookUp,
                Cluster.NONE,
                pods,
                _ -> false,
                Duration.ofMinutes(10),
                List.of(registry))) {
            discovery.start();
            assertThat(told).hasValue(0);
            answers(at("10.0.0.1"));
            assertThat(found.await(20, TimeUnit.SECONDS)).isTrue();
            answers(at("10.0.0.2"));
            discovery.refresh();
        }
        assertThat(told).hasValue(1);
    }

    @Test
    void aListIsNeverLookedUp() {
        try (Discovery discovery = new Discovery(
                Source.parse("10.0.0.1:9000, [::1]:9001"),
                (host, _) -> {
                    throw new AssertionError(host);
                },
                Cluster.NONE,
                pods,
                _ -> false,
                Duration.ofSeconds(1),
                List.of(registry))) {
            discovery.start();
            assertThat(discovery.interval()).isZero();
        }
        assertThat(registry.snapshot().candidates())
                .extracting(Backend::toString)
                .containsExactly("10.0.0.1:9000", "[0:0:0:0:0:0:0:1]:9001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "node", "node:", ":9000", "node:0", "node:65536", "node:9000,", "node:-1", "node:99999999999"
            })
    void aSourceThatCannotBeReadSaysWhatIsAllowed(String text) {
        assertThatThrownBy(() -> Source.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write node:9000");
    }

    @Test
    void aSourceThatIsAskedChangesNothingBeforeItIsFollowed() throws Exception {
        try (Discovery discovery = discovery("node:9000")) {
            answers(at("10.0.0.1"));
            Found found = discovery.ask(Duration.ofSeconds(5));
            assertThat(found.addresses()).containsExactly(at("10.0.0.1"));
            assertThat(registry.snapshot().listed()).isEmpty();
            answers(at("10.0.0.2"));
            discovery.goOn(found);
            Await.until(() -> registry.snapshot().listed().size() == 1);
        }
        assertThat(registry.snapshot().listed()).extracting(Backend::address).containsExactly(at("10.0.0.2"));
    }

    @Test
    void whatAClusterSaysBetweenTheAnswerAndItsUseIsNotLost() throws Exception {
        AtomicReference<Consumer<Found>> cluster = new AtomicReference<>();
        try (Discovery discovery = ofCluster((_, told) -> {
            cluster.set(told);
            told.accept(Found.of(List.of(at("10.0.0.1"))));
            return () -> {};
        })) {
            Found found = discovery.ask(Duration.ofSeconds(5));
            Consumer<Found> told = Objects.requireNonNull(cluster.get());
            told.accept(Found.of(List.of(at("10.0.0.1"), at("10.0.0.2"))));
            assertThat(registry.snapshot().listed()).isEmpty();
            registry.replace(found.addresses());
            discovery.goOn(found);
            assertThat(registry.snapshot().listed()).hasSize(2);
            told.accept(Found.of(List.of(at("10.0.0.3"))));
            assertThat(registry.snapshot().listed()).hasSize(1);
        }
        Objects.requireNonNull(cluster.get()).accept(Found.of(List.of(at("10.0.0.4"))));
        assertThat(registry.snapshot().listed()).extracting(Backend::address).containsExactly(at("10.0.0.3"));
    }

    @Test
    void aClusterThatDoesNotAnswerIsNotWaitedForForEver() {
        try (Discovery discovery = ofCluster(Cluster.NONE)) {
            assertThatThrownBy(() -> discovery.ask(Duration.ofMillis(10)))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageStartingWith("no cluster has said within");
        }
    }

    private Discovery ofCluster(Cluster cluster) {
        return new Discovery(
                Source.parse("k8s:///node:9000"),
                this::lookUp,
                cluster,
                pods,
                _ -> false,
                Duration.ofSeconds(1),
                List.of(registry));
    }

    private Discovery discovery(String source) {
        return new Discovery(
                Source.parse(source),
                this::lookUp,
                Cluster.NONE,
                pods,
                never::contains,
                Duration.ofSeconds(1),
                List.of(registry));
    }

    private List<InetSocketAddress> lookUp(String host, int port) throws UnknownHostException {
        if (answer.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return answer;
    }

    private void answers(InetSocketAddress... addresses) {
        answer = List.of(addresses);
    }

    private static InetSocketAddress at(String address) {
        return new InetSocketAddress(address, 9000);
    }
}
