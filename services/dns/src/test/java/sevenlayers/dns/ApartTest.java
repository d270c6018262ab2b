package sevenlayers.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import sevenlayers.dns.peers.Peer;
import sevenlayers.dns.resolve.Options;
import sevenlayers.dns.trace.Outcome;
import sevenlayers.dns.tree.Addresses;
import sevenlayers.dns.tree.Place;
import sevenlayers.dns.tree.TreeServer;
import sevenlayers.dns.v1.ChangeZoneRequest;
import sevenlayers.dns.v1.GetZoneRequest;
import sevenlayers.dns.v1.RecordSet;
import sevenlayers.dns.v1.ServedZone;
import sevenlayers.dns.zone.Zone;

/** The tree where each server is a pod of its own: here they are six in one JVM, which know each other by addresses only. */
@Timeout(60)
class ApartTest {
    private static final String NETWORK = "127.53.249.";

    private final Map<Place, DnsPod> servers = new EnumMap<>(Place.class);
    private final Map<Place, List<InetAddress>> where = new EnumMap<>(Place.class);
    private final Map<Place, Server> calls = new EnumMap<>(Place.class);
    private int port;

    @SuppressWarnings("NullAway.Init")
    private DnsPod pod;

    @SuppressWarnings("NullAway.Init")
    private ZoneRelay relay;

    @BeforeEach
    void begin() throws Exception {
        port = Peer.freePort();
        for (Place place : Place.values()) {
            start(place, NETWORK + (11 + place.ordinal()));
        }
        pod = new DnsPod(settings(NETWORK + "100"), "dns-1");
        relay = new ZoneRelay(place -> new InetSocketAddress(
                "127.0.0.1", calls.containsKey(place) ? calls.get(place).getPort() : port));
        tell();
    }

    private DnsSettings settings(String address) throws IOException {
        return new DnsSettings(
                Optional.of(InetAddress.getByName(address)),
                List.of(port),
                Addresses.in("127.53.248", port, OptionalInt.empty()),
                true);
    }

    private void start(Place place, String address) throws IOException {
        DnsPod server = new DnsPod(settings(address), place.server());
        servers.put(place, server);
        where.put(place, List.of(InetAddress.getByName(address)));
        calls.put(
                place,
                NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                        .addService(new ZoneService(server))
                        .build()
                        .start());
    }

    /** Each pod looks around, as it does every second. */
    private void tell() throws Exception {
        for (DnsPod server : servers.values()) {
            server.tree().found(where);
        }
        pod.tree().found(where);
    }

    @AfterEach
    void end() {
        calls.values().forEach(Server::shutdownNow);
        servers.values().forEach(DnsPod::close);
        pod.close();
    }

    private Outcome resolve(String name) throws Exception {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        pod.resolver()
                .resolve(
                        Name.fromString(name),
                        Type.A,
                        Options.of(pod.resolver().settings()),
                        (_, _) -> {},
                        outcome::complete);
        return outcome.get();
    }

    private Zone zone(Place place) {
        Optional<Zone> zone = Optional.empty();
        while (zone.isEmpty()) {
            zone = server(place).zones().at(place.zone());
            LockSupport.parkNanos(1_000_000);
        }
        return zone.get();
    }

    private DnsPod at(Place place) {
        return Objects.requireNonNull(servers.get(place));
    }

    private TreeServer server(Place place) {
        return at(place).tree().server(place).orElseThrow();
    }

    @Test
    void a_pod_with_the_name_of_a_server_is_that_and_any_other_is_the_resolver() throws Exception {
        assertThat(pod.tree().servers()).isEmpty();
        assertThat(at(Place.LAB_2).tree().servers()).hasSize(1);
        assertThat(pod.servers().keySet()).contains("resolver", "lab-1", "shop-2");
        Outcome outcome = resolve("www.shop.lab.");
        assertThat(outcome).hasToString("NOERROR [www.shop.lab. 30 A [10.1.0.7]]");
    }

    @Test
    void a_server_that_comes_back_elsewhere_is_found_there() throws Exception {
        long before = zone(Place.LAB_1).serial();
        at(Place.SHOP_1).close();
        at(Place.SHOP_2).close();
        // Each has the address that the other had.
        start(Place.SHOP_1, NETWORK + 15);
        start(Place.SHOP_2, NETWORK + 14);
        tell();
        assertThat(zone(Place.LAB_1).serial()).isEqualTo(before + 1);
        assertThat(zone(Place.LAB_1).records().map(Object::toString))
                .anyMatch(record -> record.startsWith("shop-1.shop.lab.") && record.endsWith(NETWORK + 15))
                .anyMatch(record -> record.startsWith("shop-2.shop.lab.") && record.endsWith(NETWORK + 14));
        while (zone(Place.LAB_2).serial() != before + 1) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(resolve("www.shop.lab.").rcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void a_primary_that_begins_again_is_followed() throws Exception {
        long before = zone(Place.SHOP_2).serial();
        at(Place.SHOP_1).close();
        while (Instant.now().getEpochSecond() <= before) { // a pod takes longer than that to come back
            LockSupport.parkNanos(10_000_000);
        }
        start(Place.SHOP_1, NETWORK + 14);
        tell();
        assertThat(zone(Place.SHOP_1).serial()).isGreaterThan(before);
        while (zone(Place.SHOP_2).serial() != zone(Place.SHOP_1).serial()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void calls_about_zones_reach_the_pod_that_has_them() {
        zone(Place.SHOP_2);
        assertThat(relay.list(Optional.empty()).getZonesList())
                .extracting(ServedZone::getServer)
                .containsExactly("root-1", "lab-1", "lab-2", "shop-1", "shop-2");
        RecordSet added = RecordSet.newBuilder()
                .setName("sale.shop.lab")
                .setType("A")
                .setTtlSeconds(5)
                .addData("10.1.0.77")
                .build();
        Place primary = relay.primaryOf(Place.SHOP_1.zone()).orElseThrow();
        var change = relay.call(
                primary,
                stub -> stub.changeZone(ChangeZoneRequest.newBuilder()
                        .setZone("shop.lab")
                        .addAdd(added)
                        .build()));
        assertThat(relay.call(
                                Place.SHOP_1,
                                stub -> stub.getZone(GetZoneRequest.newBuilder()
                                        .setZone("shop.lab")
                                        .build()))
                        .getSerial())
                .isEqualTo(change.getToSerial());
    }

    @Test
    void a_server_that_is_down_is_said_to_be_and_the_others_are_listed() {
        Objects.requireNonNull(calls.remove(Place.SHOP_2)).shutdownNow();
        assertThat(relay.list(Optional.empty()).getZonesList())
                .filteredOn(zone -> !zone.hasSerial())
                .extracting(ServedZone::getServer)
                .contains("shop-2");
        assertThatThrownBy(() -> relay.list(Optional.of(Place.SHOP_2)))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("shop-2 does not answer");
    }
}
