package sevenlayers.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.dns.v1.CacheEntry;
import sevenlayers.dns.v1.ChangeZoneRequest;
import sevenlayers.dns.v1.ClearLinksRequest;
import sevenlayers.dns.v1.FlushCacheRequest;
import sevenlayers.dns.v1.GetZoneRequest;
import sevenlayers.dns.v1.Link;
import sevenlayers.dns.v1.LinkServiceGrpc;
import sevenlayers.dns.v1.ListCacheRequest;
import sevenlayers.dns.v1.ListLinksRequest;
import sevenlayers.dns.v1.ListZonesRequest;
import sevenlayers.dns.v1.LoadZoneRequest;
import sevenlayers.dns.v1.QueryRequest;
import sevenlayers.dns.v1.QueryResponse;
import sevenlayers.dns.v1.QueryServiceGrpc;
import sevenlayers.dns.v1.RecordSet;
import sevenlayers.dns.v1.ReplyKind;
import sevenlayers.dns.v1.ResolveRequest;
import sevenlayers.dns.v1.ResolveResponse;
import sevenlayers.dns.v1.ResolverServiceGrpc;
import sevenlayers.dns.v1.ServedZone;
import sevenlayers.dns.v1.SetLinkRequest;
import sevenlayers.dns.v1.Span;
import sevenlayers.dns.v1.Transport;
import sevenlayers.dns.v1.WatchTransfersRequest;
import sevenlayers.dns.v1.WatchTransfersResponse;
import sevenlayers.dns.v1.ZoneServiceGrpc;

/** The service as it runs, called over its port. */
@QuarkusTest
@Timeout(120)
class DnsServiceTest {
    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI http;

    @SuppressWarnings("NullAway.Init")
    private ManagedChannel channel;

    @SuppressWarnings("NullAway.Init")
    private ResolverServiceGrpc.ResolverServiceBlockingStub resolver;

    @SuppressWarnings("NullAway.Init")
    private QueryServiceGrpc.QueryServiceBlockingStub queries;

    @SuppressWarnings("NullAway.Init")
    private ZoneServiceGrpc.ZoneServiceBlockingStub zones;

    @SuppressWarnings("NullAway.Init")
    private LinkServiceGrpc.LinkServiceBlockingStub links;

    @BeforeEach
    void connect() {
        channel = NettyChannelBuilder.forAddress(http.getHost(), http.getPort())
                .usePlaintext()
                .build();
        resolver = ResolverServiceGrpc.newBlockingStub(channel);
        queries = QueryServiceGrpc.newBlockingStub(channel);
        zones = ZoneServiceGrpc.newBlockingStub(channel);
        links = LinkServiceGrpc.newBlockingStub(channel);
        var _ = links.clearLinks(ClearLinksRequest.getDefaultInstance());
        var _ = resolver.flushCache(FlushCacheRequest.getDefaultInstance());
        awaitSecondaries();
    }

    @AfterEach
    void close() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    private void awaitSecondaries() {
        while (!zones.listZones(ListZonesRequest.getDefaultInstance()).getZonesList().stream()
                .allMatch(ServedZone::hasSerial)) {
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
    }

    private List<ResolveResponse> resolve(ResolveRequest.Builder request) {
        List<ResolveResponse> steps = new ArrayList<>();
        resolver.resolve(request.build()).forEachRemaining(steps::add);
        return steps;
    }

    private static ResolveRequest.Builder name(String name) {
        return ResolveRequest.newBuilder().setName(name);
    }

    private static void refused(ThrowingCallable call, Status.Code code, String... words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(code);
            assertThat(e.getStatus().getDescription()).contains(words);
        });
    }

    @Test
    void a_walk_is_told_step_by_step_each_with_its_reason() {
        List<ResolveResponse> steps = resolve(name("www.shop.lab"));
        assertThat(steps).allSatisfy(step -> assertThat(step.getWhy().getText()).isNotEmpty());
        assertThat(steps.stream().filter(ResolveResponse::hasZoneEntered))
                .extracting(step -> step.getZoneEntered().getZone())
                .endsWith(".", "lab.", "shop.lab.");
        assertThat(steps.stream().filter(ResolveResponse::hasReplyHeard))
                .extracting(step -> step.getReplyHeard().getKind())
                .endsWith(ReplyKind.REPLY_KIND_REFERRAL, ReplyKind.REPLY_KIND_REFERRAL, ReplyKind.REPLY_KIND_ANSWER);
        var finished = steps.getLast().getFinished();
        assertThat(finished.getRcode()).isEqualTo("NOERROR");
        assertThat(finished.getAnswer(0).getDataList()).containsExactly("10.1.0.7");
        assertThat(finished.getQuestions()).isGreaterThanOrEqualTo(3);
        List<ResolveResponse> again = resolve(name("www.shop.lab"));
        assertThat(again).hasSize(3);
        assertThat(again.get(1).getCacheRead().getEntry().getRecords().getTtlSeconds())
                .isLessThanOrEqualTo(30);
        assertThat(again.getLast().getFinished().getQuestions()).isZero();
    }

    @Test
    void what_is_remembered_is_listed_and_forgotten() {
        resolve(name("www.shop.lab"));
        resolve(name("nothing.shop.lab"));
        List<CacheEntry> entries = resolver.listCache(
                        ListCacheRequest.newBuilder().setName("shop.lab").build())
                .getEntriesList();
        assertThat(entries).extracting(CacheEntry::getWhat).contains("records", "nxdomain");
        assertThat(resolver.flushCache(FlushCacheRequest.newBuilder()
                                .setName("nothing.shop.lab")
                                .build())
                        .getForgotten())
                .isEqualTo(1);
    }

    @Test
    void each_byte_of_a_question_and_its_reply_has_a_meaning() {
        QueryResponse response = queries.query(QueryRequest.newBuilder()
                .setServer("shop-1")
                .setName("www.shop.lab")
                .build());
        assertThat(response.getReply().getFlagsList()).containsExactly("qr", "aa");
        assertThat(response.getReply().getAnswer(0).getDataList()).containsExactly("10.1.0.7");
        for (var message : List.of(response.getQuestion(), response.getReply())) {
            assertThat(message.getSpansList().stream().mapToInt(Span::getLength).sum())
                    .isEqualTo(message.getBytes().size());
        }
    }

    @Test
    void what_is_too_large_for_a_datagram_fits_over_tcp() {
        QueryRequest.Builder crowd =
                QueryRequest.newBuilder().setServer("shop-1").setName("crowd.shop.lab");
        assertThat(queries.query(crowd.clone().setEdnsSize(0).build())
                        .getReply()
                        .getFlagsList())
                .contains("tc");
        assertThat(queries.query(crowd.build()).getReply().getAnswer(0).getDataCount())
                .isEqualTo(40);
        QueryRequest.Builder huge = crowd.clone().setName("huge.shop.lab").setType("TXT");
        assertThat(queries.query(huge.build()).getReply().getFlagsList()).contains("tc");
        assertThat(queries.query(huge.setTransport(Transport.TRANSPORT_TCP).build())
                        .getReply()
                        .getAnswer(0)
                        .getDataCount())
                .isEqualTo(10);
    }

    @Test
    void a_link_that_loses_is_seen_in_the_walk() {
        var _ = links.setLink(SetLinkRequest.newBuilder()
                .setLink(Link.newBuilder().setServer("shop-1").setReplyLoss(1))
                .build());
        var _ = links.setLink(SetLinkRequest.newBuilder()
                .setLink(Link.newBuilder().setServer("shop-2").setDelayMicros(10_000))
                .build());
        assertThat(links.listLinks(ListLinksRequest.getDefaultInstance()).getLinksList())
                .hasSize(2);
        int silent = 0;
        for (int i = 0; i < 5; i++) {
            List<ResolveResponse> steps = resolve(name("w" + i + ".branch.shop.lab"));
            assertThat(steps.getLast().getFinished().getAnswer(0).getDataList()).containsExactly("10.1.0.10");
            silent +=
                    (int) steps.stream().filter(ResolveResponse::hasUnanswered).count();
        }
        assertThat(silent).as("once it is known, the other is asked first").isBetween(0, 2);
        QueryResponse lost = queries.query(QueryRequest.newBuilder()
                .setServer("shop-1")
                .setName("www.shop.lab")
                .setPatienceMicros(50_000)
                .build());
        assertThat(lost.getEnding()).isEqualTo("timeout");
        assertThat(lost.hasReply()).isFalse();
    }

    @Test
    void a_changed_zone_reaches_its_secondary_and_the_change_can_be_undone() {
        long before = serial("shop-1", "shop.lab.");
        RecordSet added = RecordSet.newBuilder()
                .setName("new-in.shop.lab")
                .setType("A")
                .setTtlSeconds(5)
                .addData("10.1.0.99")
                .build();
        Iterator<WatchTransfersResponse> watch = zones.watchTransfers(
                WatchTransfersRequest.newBuilder().setZone("shop.lab").build());
        var change = zones.changeZone(
                ChangeZoneRequest.newBuilder().setZone("shop.lab").addAdd(added).build());
        assertThat(change.getFromSerial()).isEqualTo(before);
        assertThat(change.getToSerial()).isEqualTo(before + 1);
        String wanted = "IXFR " + before + " → " + (before + 1) + ": 0 removed, 1 added";
        while (!watch.next().getText().startsWith(wanted)) {
            assertThat(watch.hasNext()).isTrue();
        }
        assertThat(serial("shop-2", "shop.lab.")).isEqualTo(before + 1);
        var _ = zones.changeZone(ChangeZoneRequest.newBuilder()
                .setZone("shop.lab")
                .addRemove(added)
                .build());
    }

    private long serial(String server, String zone) {
        return zones.getZone(GetZoneRequest.newBuilder()
                        .setServer(server)
                        .setZone(zone)
                        .build())
                .getSerial();
    }

    @Test
    void a_zone_of_ones_own_is_served_and_a_bad_one_changes_nothing() {
        LoadZoneRequest.Builder load =
                LoadZoneRequest.newBuilder().setServer("root-1").setZone("mine.");
        var loaded = zones.loadZone(
                load.setMasterFile("$TTL 60\n@ SOA ns root 7 3600 600 86400 60\n@ NS ns\nns A 10.9.9.9\n")
                        .build());
        assertThat(loaded.getSerial()).isEqualTo(7);
        refused(
                () -> zones.loadZone(
                        load.setMasterFile("$TTL 60\n@ SOA ns root 8 3600 600 86400 60\n@ NS ns\nns A 10.9.9\n")
                                .build()),
                Status.Code.INVALID_ARGUMENT,
                "master_file:4:",
                "goes on being served");
        assertThat(serial("root-1", "mine.")).isEqualTo(7);
    }

    @Test
    void what_cannot_be_is_said_with_what_is_allowed() {
        refused(() -> resolve(name("")), Status.Code.INVALID_ARGUMENT, "name");
        refused(() -> resolve(name("a..b")), Status.Code.INVALID_ARGUMENT, "labels of 1 to 63 bytes");
        refused(() -> resolve(name("x".repeat(64) + ".lab")), Status.Code.INVALID_ARGUMENT, "1 to 63 bytes");
        refused(() -> resolve(name("www.shop.lab").setType("BOGUS")), Status.Code.INVALID_ARGUMENT, "TYPE65535");
        refused(() -> resolve(name("www.shop.lab").setType("AXFR")), Status.Code.INVALID_ARGUMENT, "no type of data");
        refused(() -> resolve(name("www.shop.lab").setEdnsSize(100)), Status.Code.INVALID_ARGUMENT, "512 to 4096");
        refused(
                () -> queries.query(QueryRequest.newBuilder()
                        .setServer("8.8.8.8")
                        .setName("x")
                        .build()),
                Status.Code.NOT_FOUND,
                "lab-1, lab-2, resolver, root-1, shop-1, shop-2");
        refused(
                () -> zones.changeZone(
                        ChangeZoneRequest.newBuilder().setZone("shop.lab").build()),
                Status.Code.INVALID_ARGUMENT,
                "nothing is to be changed");
        refused(
                () -> zones.changeZone(ChangeZoneRequest.newBuilder()
                        .setZone("shop.lab")
                        .addRemove(RecordSet.newBuilder()
                                .setName("gone.shop.lab")
                                .setType("A")
                                .addData("10.0.0.1"))
                        .build()),
                Status.Code.INVALID_ARGUMENT,
                "does not have");
        refused(
                () -> zones.loadZone(LoadZoneRequest.newBuilder()
                        .setServer("shop-2")
                        .setZone("shop.lab")
                        .setMasterFile("x")
                        .build()),
                Status.Code.FAILED_PRECONDITION,
                "from shop-1");
    }
}
