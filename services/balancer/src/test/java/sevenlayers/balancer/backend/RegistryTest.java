package sevenlayers.balancer.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryTest {
    private static final InetSocketAddress ONE = new InetSocketAddress("10.0.0.1", 9000);
    private static final InetSocketAddress TWO = new InetSocketAddress("10.0.0.2", 9000);

    private final Registry registry = new Registry();

    @Test
    void aBackendThatLeavesStaysListedWithItsCountersAndIsNoCandidate() {
        registry.replace(List.of(ONE, TWO));
        Backend leaving = registry.snapshot().candidates().getFirst();

        assertThat(registry.replace(List.of(ONE, TWO), Map.of(ONE, "the cluster is ending it")))
                .isTrue();

        assertThat(registry.snapshot().candidates())
                .extracting(Backend::address)
                .containsExactly(TWO);
        assertThat(registry.snapshot().absent())
                .containsExactly(new Snapshot.Absent(leaving, "the cluster is ending it"));
        assertThat(registry.snapshot().listed()).hasSize(2).first().isSameAs(leaving);
        assertThat(registry.replace(List.of(TWO, ONE), Map.of(ONE, "the cluster is ending it")))
                .as("the same again")
                .isFalse();
    }

    @Test
    void aBackendThatStaysAfterAllIsTheSameBackend() {
        registry.replace(List.of(ONE), Map.of(ONE, "the cluster is ending it"));
        Backend before = registry.snapshot().listed().getFirst();
        registry.replace(List.of(ONE));
        assertThat(registry.snapshot().candidates()).singleElement().isSameAs(before);
    }
}
