package sevenlayers.balancer.policy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;

/** What the tests of policies start from. */
final class Given {
    static final HashKey HEADER = new HashKey.Header("x-key");

    private Given() {}

    /** Backends a, b, c and so on with these weights. */
    static Snapshot weights(int... weights) {
        List<Backend> backends = IntStream.range(0, weights.length)
                .mapToObj(i -> Backend.named(String.valueOf((char) ('a' + i))))
                .toList();
        return Snapshot.weighted(1, backends, weights);
    }

    /** Backends 10.0.x.y:9000 with weight 1. */
    static Snapshot backends(int count) {
        return Snapshot.of(
                1,
                IntStream.range(0, count)
                        .mapToObj(
                                i -> new Backend(new InetSocketAddress("10.0." + i / 250 + "." + (i % 250 + 1), 9000)))
                        .toList());
    }

    /** The same without one. */
    static Snapshot without(Snapshot snapshot, int place) {
        List<Backend> left = new ArrayList<>(snapshot.candidates());
        List<Integer> weights = new ArrayList<>(snapshot.weights());
        left.remove(place);
        weights.remove(place);
        return new Snapshot(snapshot.version() + 1, left, weights, List.of(), "");
    }

    static Request request() {
        return new Asked("", Set.of());
    }

    static Request key(String key) {
        return new Asked(key, Set.of());
    }

    static Request tried(Backend... tried) {
        return new Asked("", Set.of(tried));
    }

    static Backend pick(Policy policy, Snapshot snapshot, Request request) {
        return ((Choice.Picked) policy.select(snapshot, request)).backend();
    }

    /** The names of so many picks in a row, as {@code aabacaa}. */
    static String picks(Policy policy, Snapshot snapshot, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> pick(policy, snapshot, request()).name())
                .collect(Collectors.joining());
    }

    static String reason(Policy policy, Snapshot snapshot, Request request) {
        return policy.select(snapshot, request).reason().text();
    }

    /** A request with a header x-key, unless that is empty. */
    record Asked(String key, Set<Backend> tried) implements Request {
        @Override
        public InetSocketAddress client() {
            return new InetSocketAddress("127.0.0.1", 40_000);
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Optional<String> header(String name) {
            return key.isEmpty() ? Optional.empty() : Optional.of(key);
        }
    }
}
