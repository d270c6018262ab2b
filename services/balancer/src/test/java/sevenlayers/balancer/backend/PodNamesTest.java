package sevenlayers.balancer.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sevenlayers.balancer.testing.Await;

class PodNamesTest {
    private static final InetSocketAddress ONE = new InetSocketAddress("10.0.0.1", 9000);
    private static final InetSocketAddress TWO = new InetSocketAddress("10.0.0.2", 9000);

    private final Map<InetSocketAddress, String> nameServer = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final Registry registry = new Registry();
    private final PodNames pods = new PodNames(
            address -> {
                asked.incrementAndGet();
                return Optional.ofNullable(nameServer.get(address));
            },
            Duration.ofMillis(20));

    @AfterEach
    void close() {
        pods.close();
    }

    @Test
    void aListedBackendIsLookedUpOnceAndFoundByItsName() throws Exception {
        nameServer.put(ONE, "node-1");
        nameServer.put(TWO, "node-2");
        registry.replace(List.of(ONE));
        pods.follow(registry);
        Await.until(() -> pods.pod(ONE).equals(Optional.of("node-1")));
        registry.replace(List.of(ONE, TWO));
        Await.until(() -> pods.find("node-2").equals(Optional.of(TWO)));
        assertThat(asked).hasValue(2);
        assertThat(pods.find("node-3")).isEmpty();
    }

    @Test
    void whatIsNoLongerListedIsForgottenAndAskedForAnewWhenItIsBack() throws Exception {
        nameServer.put(ONE, "node-1");
        pods.follow(registry);
        registry.replace(List.of(ONE));
        Await.until(() -> pods.pod(ONE).isPresent());
        registry.replace(List.of(TWO));
        Await.until(() -> pods.pod(ONE).isEmpty());
        nameServer.put(ONE, "node-9");
        registry.replace(List.of(ONE));
        Await.until(() -> pods.pod(ONE).equals(Optional.of("node-9")));
    }

    @Test
    void aNameServerThatIsLateIsAskedAgainButNotForEver() throws Exception {
        Map<InetSocketAddress, Integer> asks = new ConcurrentHashMap<>();
        try (PodNames late = new PodNames(
                address -> {
                    int times = asks.merge(address, 1, Integer::sum);
                    return address.equals(ONE) && times == PodNames.ATTEMPTS ? Optional.of("node-1") : Optional.empty();
                },
                Duration.ofMillis(10))) {
            late.follow(registry);
            registry.replace(List.of(TWO));
            Await.until(() -> asks.getOrDefault(TWO, 0) == PodNames.ATTEMPTS);
            registry.replace(List.of(ONE, TWO));
            Await.until(() -> late.pod(ONE).isPresent());
            assertThat(asks).isEqualTo(Map.of(ONE, PodNames.ATTEMPTS, TWO, PodNames.ATTEMPTS));
            assertThat(late.pod(TWO)).isEmpty();
        }
    }

    @Test
    void whatTheSourceSaysIsNotLookedUpAndGoesBeforeWhatWas() throws Exception {
        nameServer.put(ONE, "old-1");
        pods.follow(registry);
        registry.replace(List.of(ONE));
        Await.until(() -> pods.pod(ONE).isPresent());
        int before = asked.get();
        Object source = new Object();
        pods.told(source, Map.of(ONE, "node-1", TWO, "node-2"));
        registry.replace(List.of(ONE, TWO));
        assertThat(pods.pod(ONE)).contains("node-1");
        assertThat(pods.find("node-2")).contains(TWO);
        pods.told(source, Map.of(TWO, "node-2"));
        assertThat(pods.pod(ONE)).contains("old-1");
        assertThat(asked).hasValue(before);
    }

    @Test
    void aNameServerThatHangsHoldsUpNeitherTheListNorAReader() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (PodNames slow = new PodNames(_ -> {
            hanging.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.of("node-1");
        })) {
            slow.follow(registry);
            registry.replace(List.of(ONE));
            hanging.await();
            registry.replace(List.of(ONE, TWO));
            slow.told(this, Map.of(TWO, "node-2"));
            assertThat(slow.pod(ONE)).isEmpty();
            assertThat(slow.find("node-2")).contains(TWO);
            release.countDown();
            Await.until(() -> slow.pod(ONE).isPresent());
        }
    }

    @Test
    void aLookUpThatFailsIsNotTheLast() throws Exception {
        try (PodNames failing = new PodNames(address -> {
            if (asked.getAndIncrement() == 0) {
                throw new IllegalStateException("no name server");
            }
            return Optional.of("node-1");
        })) {
            failing.follow(registry);
            registry.replace(List.of(ONE));
            Await.until(() -> failing.pod(ONE).isPresent());
        }
    }
}
