package sevenlayers.bench.policy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.Snapshot;
import sevenlayers.balancer.policy.Choice;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.policy.Policy;
import sevenlayers.balancer.policy.PolicySpec;
import sevenlayers.balancer.policy.Request;
import sevenlayers.balancer.policy.ThreadRandom;

/** One policy, shared by all threads, as on the data path. */
@State(Scope.Benchmark)
public class Picks {
    /** Filled in by {@link PolicyBench}. */
    @Param("round_robin")
    public String policy = "";

    /** Of the same weight but for every fourth, which has three times as much. */
    @Param({"3", "1000"})
    public int backends;

    private Snapshot snapshot = Snapshot.EMPTY;
    private Policy chosen = Policies.make(PolicySpec.of("round_robin"), new ThreadRandom());

    /** Clients of many addresses, each thread through all of them. */
    @State(Scope.Thread)
    public static class Clients {
        private static final int COUNT = 1_024;
        private final List<Client> clients =
                IntStream.range(0, COUNT).mapToObj(Client::new).toList();
        private int next;

        Client next() {
            next = next + 1 & COUNT - 1;
            return clients.get(next);
        }
    }

    /** A request as far as policies look at it. */
    record Client(InetSocketAddress client) implements Request {
        Client(int number) {
            this(address(number, 50_000));
        }

        @Override
        public Set<Backend> tried() {
            return Set.of();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    }

    @Setup
    public void prepare() {
        List<Backend> all = IntStream.range(0, backends)
                .mapToObj(number -> new Backend(address(number, 9_000)))
                .toList();
        for (Backend backend : all) {
            backend.firstResponse().observe(System.nanoTime(), 1_000_000);
        }
        int[] weights = IntStream.range(0, backends)
                .map(number -> number % 4 == 0 ? 3 : 1)
                .toArray();
        snapshot = Snapshot.weighted(1, all, weights);
        chosen = Policies.make(PolicySpec.of(policy), new ThreadRandom());
        chosen.prepare(snapshot);
    }

    @Benchmark
    public Choice pick(Clients clients) {
        return chosen.select(snapshot, clients.next());
    }

    private static InetSocketAddress address(int number, int port) {
        try {
            byte[] bytes = {10, 0, (byte) (number >> 8), (byte) number};
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
