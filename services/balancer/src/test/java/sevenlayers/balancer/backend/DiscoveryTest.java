package sevenlayers.balancer.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTest {
    private final Registry registry = new Registry();
    private final PodNames pods = new PodNames(_ -> Optional.empty());
    private volatile List<InetSocketAddress> answer = List.of();

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
    void aResolverThatIsDownTakesNoBackendAway() {
        Discovery discovery = discovery("node:9000");
        answers(at("10.0.0.1"));
        discovery.refresh();
        answer = List.of();
        discovery.refresh();
        assertThat(registry.snapshot().candidates()).hasSize(1);
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

    private Discovery discovery(String source) {
        return new Discovery(
                Source.parse(source), this::lookUp, Cluster.NONE, pods, Duration.ofSeconds(1), List.of(registry));
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
