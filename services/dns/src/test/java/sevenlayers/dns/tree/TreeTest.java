package sevenlayers.dns.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import sevenlayers.dns.cache.Cache;
import sevenlayers.dns.cache.Limits;
import sevenlayers.dns.message.Records;
import sevenlayers.dns.peers.Peer;
import sevenlayers.dns.resolve.Options;
import sevenlayers.dns.resolve.Resolver;
import sevenlayers.dns.resolve.Settings;
import sevenlayers.dns.trace.Event;
import sevenlayers.dns.trace.Outcome;
import sevenlayers.dns.transport.Redirected;
import sevenlayers.dns.transport.SelectorLoop;
import sevenlayers.dns.transport.Sockets;
import sevenlayers.dns.transport.Transport;
import sevenlayers.dns.zone.Zone;
import sevenlayers.dns.zone.ZoneException;

/** The tree on ports of one loopback address, and a resolver that walks it. */
@Timeout(60)
class TreeTest {
    private final SelectorLoop loop = new SelectorLoop("test");
    private final List<Event> events = new ArrayList<>();
    private Tree tree;
    private Resolver resolver;

    @BeforeEach
    void grow() throws IOException {
        Addresses addresses = Addresses.in("127.53.0", 5300, OptionalInt.of(freePorts()));
        tree = Tree.open(loop, addresses, InstantSource.system(), new Random(1), (_, _) -> {});
        Transport transport = new Redirected(
                new Sockets(loop, Optional.of(InetAddress.getLoopbackAddress()), new Random(2)), addresses.elsewhere());
        resolver = new Resolver(
                transport,
                loop,
                InstantSource.system(),
                new Random(3),
                new Cache(InstantSource.system(), Limits.DEFAULT),
                tree.hints(),
                Settings.DEFAULT.withPort(5300));
    }

    @AfterEach
    void fell() {
        tree.close();
        loop.close();
    }

    /** Five in a row. */
    private static int freePorts() throws IOException {
        while (true) {
            int first = Peer.freePort();
            boolean all = first + Place.values().length < 65_536;
            for (int i = 1; all && i < Place.values().length; i++) {
                try (java.net.ServerSocket tcp =
                                new java.net.ServerSocket(first + i, 1, InetAddress.getLoopbackAddress());
                        java.net.DatagramSocket udp =
                                new java.net.DatagramSocket(first + i, InetAddress.getLoopbackAddress())) {
                    all = tcp.isBound() && udp.isBound();
                } catch (java.net.BindException taken) {
                    all = false;
                }
            }
            if (all) {
                return first;
            }
        }
    }

    private Outcome resolve(String name, int type) throws InterruptedException, ExecutionException {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        resolver.resolve(
                Records.name(name),
                type,
                Options.of(resolver.settings()),
                (_, event) -> events.add(event),
                outcome::complete);
        return outcome.get();
    }

    @Test
    void a_name_is_found_by_walking_the_tree() throws Exception {
        assertThat(resolve("www.shop.lab.", Type.A)).hasToString("NOERROR [www.shop.lab. 30 A [10.1.0.7]]");
        assertThat(events.stream().filter(Event.Entered.class::isInstance).map(Event.Entered.class::cast))
                .extracting(entered -> entered.zone().toString())
                .containsExactly(".", ".", "lab.", "shop.lab.");
    }

    @Test
    void what_does_not_fit_comes_over_tcp() throws Exception {
        assertThat(resolve("huge.shop.lab.", Type.TXT).answer().getFirst().records())
                .hasSize(10);
        assertThat(events.stream().filter(Event.Sent.class::isInstance).map(Event.Sent.class::cast))
                .extracting(sent -> sent.protocol().toString())
                .endsWith("TCP");
        assertThat(resolve("crowd.shop.lab.", Type.A).answer().getFirst().records())
                .hasSize(40);
    }

    @Test
    void every_example_of_the_shop_is_what_it_says() throws Exception {
        assertThat(resolve("store.shop.lab.", Type.A).answer()).hasSize(2);
        assertThat(resolve("www.old.shop.lab.", Type.A).answer()).hasSize(3);
        assertThat(resolve("any.branch.shop.lab.", Type.A).answer()).hasSize(1);
        assertThat(resolve("down.shop.lab.", Type.A).rcode()).isEqualTo(Rcode.NOERROR);
        assertThat(resolve("nothing.shop.lab.", Type.A).rcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void pods_come_and_go_and_the_secondary_follows() throws Exception {
        Pods pods = new Pods(tree.server(Place.LAB_1).orElseThrow().zones(), Place.LAB_1.zone());
        Pods.Pod first = new Pods.Pod("node", "node-1", InetAddress.getByName("127.0.0.11"), 9000);
        Pods.Pod second = new Pods.Pod("node", "node-2", InetAddress.getByName("127.0.0.12"), 9000);
        assertThat(pods.are(List.of(first, second))).isTrue();
        assertThat(pods.are(List.of(second, first))).as("the same").isFalse();
        follows();
        assertThat(resolve("node.lab.", Type.A).answer().getFirst().records()).hasSize(2);
        assertThat(resolve("_grpc._tcp.node.lab.", Type.SRV).answer().getFirst().records())
                .hasSize(2);
        pods.are(List.of(second));
        follows();
        assertThat(tree.server(Place.LAB_2)
                        .orElseThrow()
                        .zones()
                        .at(Place.LAB_2.zone())
                        .orElseThrow()
                        .records())
                .noneMatch(record -> record.toString().contains("127.0.0.11"));
    }

    /** By NOTIFY: long before REFRESH is over. */
    private void follows() throws ZoneException {
        long wanted = tree.server(Place.LAB_1)
                .orElseThrow()
                .zones()
                .at(Place.LAB_1.zone())
                .orElseThrow()
                .serial();
        while (tree.server(Place.LAB_2)
                        .orElseThrow()
                        .zones()
                        .at(Place.LAB_2.zone())
                        .map(Zone::serial)
                        .orElse(0L)
                != wanted) {
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void a_network_that_is_none_is_explained() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Addresses.in("10.0.0", 5300, OptionalInt.empty()))
                .withMessageContaining("127.53.0");
        assertThat(Addresses.in("127.53.7", 5300, OptionalInt.empty()).real().get(Place.SHOP_2))
                .isEqualTo(new InetSocketAddress("127.53.7.5", 5300));
    }
}
