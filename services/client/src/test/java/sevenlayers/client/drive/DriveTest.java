package sevenlayers.client.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static sevenlayers.client.lab.TestLab.request;

import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.client.lab.FakeNode;
import sevenlayers.client.lab.SlowDoor;
import sevenlayers.client.lab.Story;
import sevenlayers.client.lab.TestLab;
import sevenlayers.client.v1.CallReport;
import sevenlayers.client.v1.ChannelEvent;
import sevenlayers.client.v1.ClosedLoop;
import sevenlayers.client.v1.ConnectionCount;
import sevenlayers.client.v1.Keys;
import sevenlayers.client.v1.OpenLoop;
import sevenlayers.client.v1.PodCount;
import sevenlayers.client.v1.StatusCount;
import sevenlayers.node.v1.Delay;
import sevenlayers.node.v1.Failure;
import sevenlayers.node.v1.FixedDelay;
import sevenlayers.node.v1.Work;

@Timeout(60)
class DriveTest {

    private final TestLab lab = new TestLab();
    private final FakeNode one = FakeNode.start("node-1");
    private final FakeNode two = FakeNode.start("node-2");
    private final FakeNode three = FakeNode.start("node-3");

    @AfterEach
    void close() throws Exception {
        lab.close();
        one.close();
        two.close();
        three.close();
    }

    @Test
    void pick_first_puts_every_call_on_one_connection_to_one_pod() throws Exception {
        lab.nodes(one, two, three);
        Story story = lab.drive(request(60));
        assertThat(story.callsByPod()).isEqualTo(Map.of("node-1", 60L));
        assertThat(story.summary().getConnectionsList()).singleElement().satisfies(connection -> {
            assertThat(connection.getCalls()).isEqualTo(60);
            assertThat(connection.getDialedAddress()).isEqualTo(one.address());
            assertThat(connection.getPodsList()).containsExactly("node-1");
        });
        assertThat(story.summary().getAddressesList()).containsExactly(one.address(), two.address(), three.address());
    }

    @Test
    void round_robin_gives_each_pod_its_turn_once_all_subchannels_are_ready() throws Exception {
        lab.nodes(one, two, three);
        Story story = lab.drive(request(60).setPolicy("round_robin").setAwaitAllReady(true));
        assertThat(story.callsByPod()).isEqualTo(Map.of("node-1", 20L, "node-2", 20L, "node-3", 20L));
        assertThat(story.events(ChannelEvent.Kind.KIND_AWAITED))
                .singleElement()
                .satisfies(event -> assertThat(event.getDetail()).isEqualTo("all subchannels are READY"));
    }

    @Test
    void without_waiting_for_all_the_early_calls_go_to_who_is_ready_first() throws Exception {
        try (SlowDoor door = new SlowDoor(two.port())) {
            lab.name("node", one.address(), door.address());
            Story hasty = lab.drive(request(60).setPolicy("round_robin"));
            assertThat(hasty.callsByPod()).as("node-2 was still shaking hands").isEqualTo(Map.of("node-1", 60L));

            Thread.ofVirtual().start(() -> {
                sleep(300);
                door.open();
            });
            Story patient = lab.drive(request(60).setPolicy("round_robin").setAwaitAllReady(true));
            assertThat(patient.callsByPod()).isEqualTo(Map.of("node-1", 30L, "node-2", 30L));
        }
    }

    @Test
    void calls_ask_for_their_works_in_turn_and_say_whose_they_are() throws Exception {
        lab.nodes(one);
        Story story = lab.drive(request(5)
                .addWorkInTurn(Work.getDefaultInstance())
                .addWorkInTurn(Work.newBuilder().setFailure(Failure.newBuilder().setCode(5)))
                .setKeys(Keys.newBuilder().setHeader("user-id").setUsers(3)));
        assertThat(story.calls())
                .extracting(CallReport::getNumber, CallReport::getKey, CallReport::getStatus)
                .containsExactly(
                        Tuple.tuple(1L, "user-1", "OK"),
                        Tuple.tuple(2L, "user-2", "NOT_FOUND"),
                        Tuple.tuple(3L, "user-3", "OK"),
                        Tuple.tuple(4L, "user-1", "NOT_FOUND"),
                        Tuple.tuple(5L, "user-2", "OK"));
        Metadata.Key<String> header = Metadata.Key.of("user-id", Metadata.ASCII_STRING_MARSHALLER);
        assertThat(one.headers())
                .extracting(sent -> sent.get(header))
                .containsExactly("user-1", "user-2", "user-3", "user-1", "user-2");
    }

    @Test
    void a_call_that_computed_says_how_many_were_on_the_pods_cores_at_once() throws Exception {
        lab.nodes(one);
        Story story = lab.drive(
                request(2).addWorkInTurn(Work.newBuilder().setCpuMicros(1)).addWorkInTurn(Work.getDefaultInstance()));
        assertThat(story.calls()).extracting(CallReport::getComputedTogether).containsExactly(FakeNode.CORES, 0);
    }

    @Test
    void channels_take_turns_and_each_has_a_connection_of_its_own() throws Exception {
        lab.nodes(one);
        Story story = lab.drive(request(60).setChannels(4));
        assertThat(story.summary().getConnectionsList())
                .extracting(ConnectionCount::getChannel, ConnectionCount::getCalls)
                .containsExactlyInAnyOrder(tuple(1, 15), tuple(2, 15), tuple(3, 15), tuple(4, 15));
        assertThat(story.summary().getPodsList())
                .containsExactly(PodCount.newBuilder()
                        .setPod("node-1")
                        .setCalls(60)
                        .setConnections(4)
                        .build());
        assertThat(one.connections()).isEqualTo(4);
    }

    @Test
    void a_report_has_both_ends_of_the_connection_as_the_client_and_as_the_pod_saw_it() throws Exception {
        lab.nodes(one);
        CallReport call = lab.drive(request(1)).calls().getFirst();
        assertThat(call.getNumber()).isEqualTo(1);
        assertThat(call.getChannel()).isEqualTo(1);
        assertThat(call.getStatus()).isEqualTo("OK");
        assertThat(call.getStatusCode()).isZero();
        assertThat(call.getAttempts()).isEqualTo(1);
        assertThat(call.getLatencyMicros()).isPositive();
        assertThat(call.getDialedAddress()).isEqualTo(one.address());
        assertThat(call.getConnection().getNumber()).isEqualTo(1);
        assertThat(call.getClientAddress()).isEqualTo(call.getConnection().getRemoteAddress());
    }

    @Test
    void the_story_tells_the_resolution_then_the_subchannels_and_ends_with_the_summary() throws Exception {
        lab.nodes(one, two);
        Story story = lab.drive(request(4).setPolicy("round_robin").setAwaitAllReady(true));
        assertThat(story.events(ChannelEvent.Kind.KIND_RESOLVED))
                .singleElement()
                .satisfies(event -> assertThat(event.getAddressesList()).containsExactly(one.address(), two.address()));
        assertThat(story.events(ChannelEvent.Kind.KIND_SUBCHANNEL))
                .filteredOn(event -> event.getAddressesList().contains(two.address()))
                .extracting(ChannelEvent::getState)
                .containsExactly("IDLE", "CONNECTING", "READY");
        assertThat(story.summary().getCalls()).isEqualTo(4);
        assertThat(story.summary().getOk()).isEqualTo(4);
        assertThat(story.summary().getDnsCacheSeconds()).isEqualTo(30);
    }

    @Test
    void summary_only_leaves_the_calls_out_and_counts_them() throws Exception {
        lab.nodes(one);
        Story story = lab.drive(request(2_000)
                .setSummaryOnly(true)
                .setClosed(ClosedLoop.newBuilder().setConcurrency(50)));
        assertThat(story.calls()).isEmpty();
        assertThat(story.summary().getOk()).isEqualTo(2_000);
        assertThat(one.calls()).isEqualTo(2_000);
    }

    @Test
    void a_closed_loop_has_as_many_calls_under_way_as_it_says() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        lab.nodes(one.before(() -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            sleep(5);
            now.decrementAndGet();
        }));
        lab.drive(request(60).setClosed(ClosedLoop.newBuilder().setConcurrency(6)));
        assertThat(most).hasValueBetween(4, 6);
    }

    @Test
    void an_open_loop_counts_from_the_intended_start_so_a_stall_cannot_hide_the_calls_behind_it() throws Exception {
        CountDownLatch stall = new CountDownLatch(1);
        lab.nodes(one.before(() -> await(stall)));
        Thread.ofVirtual().start(() -> {
            sleep(1_000);
            stall.countDown();
        });
        // A payload of 1 MiB lets 16 calls be under way; the other 24 cannot even start while the pod stalls.
        Story story = lab.drive(request(40)
                .setOpen(OpenLoop.newBuilder().setArrivalsPerSecond(100))
                .setWork(Work.newBuilder().setPayloadBytes(1 << 20)));
        CallReport last = numbered(story, 40);
        assertThat(last.getStartedMicros() - numbered(story, 1).getStartedMicros())
                .as("meant to start 390 ms after the first")
                .isEqualTo(390_000);
        assertThat(last.getLatencyMicros()).as("the wait for its start counts").isGreaterThan(500_000);
        assertThat(story.summary().getLatency().getP50Micros()).isGreaterThan(500_000);
    }

    /** Calls are told as they end, and the first to start need not be the first to end. */
    private static CallReport numbered(Story story, int number) {
        return story.calls().stream()
                .filter(call -> call.getNumber() == number)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_closed_loop_hides_the_same_stall() throws Exception {
        CountDownLatch stall = new CountDownLatch(1);
        lab.nodes(one.before(() -> await(stall)));
        Thread.ofVirtual().start(() -> {
            sleep(1_000);
            stall.countDown();
        });
        Story story = lab.drive(request(40));
        assertThat(story.summary().getLatency().getMaxMicros()).isGreaterThan(500_000);
        assertThat(story.summary().getLatency().getP90Micros())
                .as("one call saw it; the others had not started")
                .isLessThan(200_000);
    }

    @Test
    void a_call_past_its_deadline_is_deadline_exceeded_and_still_says_which_connection_carried_it() throws Exception {
        lab.nodes(one);
        Work slow = Work.newBuilder()
                .setDelay(Delay.newBuilder().setFixed(FixedDelay.newBuilder().setDelayMicros(2_000_000)))
                .build();
        CallReport call = lab.drive(
                        request(1).setAwaitAllReady(true).setWork(slow).setDeadlineMicros(50_000))
                .calls()
                .getFirst();
        assertThat(call.getStatus()).isEqualTo("DEADLINE_EXCEEDED");
        assertThat(call.getStatusCode()).isEqualTo(4);
        assertThat(call.getPod()).isEmpty();
        assertThat(call.getDialedAddress()).isEqualTo(one.address());
        assertThat(call.getLatencyMicros()).isBetween(49_000L, 1_000_000L);
    }

    @Test
    void without_a_pod_calls_fail_at_once_or_wait_for_one_if_told_to() throws Exception {
        int port = two.port();
        lab.nodes(two);
        two.stop();
        CallReport failed = lab.drive(request(1)).calls().getFirst();
        assertThat(failed.getStatus()).isEqualTo("UNAVAILABLE");
        assertThat(failed.getMessage()).contains("Connection refused");
        assertThat(failed.getClientAddress()).isEmpty();

        Thread.ofVirtual().start(() -> {
            sleep(300);
            FakeNode.start("node-2b", port, builder -> builder);
        });
        assertThat(lab.drive(request(1).setWaitForReady(true)).callsByPod()).isEqualTo(Map.of("node-2b", 1L));
    }

    @Test
    void a_retry_policy_in_the_service_config_makes_further_attempts_and_they_are_counted() throws Exception {
        AtomicInteger served = new AtomicInteger();
        lab.nodes(one.before(() -> {
            if (served.incrementAndGet() <= 2) {
                throw Status.UNAVAILABLE.asRuntimeException();
            }
        }));
        Struct.Builder config = Struct.newBuilder();
        JsonFormat.parser().merge("""
                {"loadBalancingConfig": [{"grpclb": {}}],
                 "methodConfig": [{"name": [{"service": "sevenlayers.node.v1.NodeService"}],
                  "retryPolicy": {"maxAttempts": 4, "initialBackoff": "0.01s", "maxBackoff": "0.1s",
                                  "backoffMultiplier": 1, "retryableStatusCodes": ["UNAVAILABLE"]}}]}
                """, config);
        Story story = lab.drive(request(2).setServiceConfig(config));
        assertThat(story.calls()).extracting(CallReport::getStatus).containsExactly("OK", "OK");
        assertThat(story.calls()).extracting(CallReport::getAttempts).containsExactly(3, 1);
    }

    @Test
    void a_pod_killed_in_the_middle_shows_as_the_status_of_its_calls_and_nothing_else_breaks() throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (SlowDoor door = new SlowDoor(two.port())) {
            door.open();
            lab.name("node", one.address(), door.address());
            two.before(() -> {
                if (served.incrementAndGet() == 10) {
                    door.cut();
                }
            });
            Story story = lab.drive(request(200)
                    .setPolicy("round_robin")
                    .setAwaitAllReady(true)
                    .setClosed(ClosedLoop.newBuilder().setConcurrency(4)));
            assertThat(story.summary().getCalls()).isEqualTo(200);
            assertThat(story.summary().getStatusesList())
                    .extracting(StatusCount::getStatus)
                    .containsExactly("OK", "UNAVAILABLE");
            assertThat(story.callsByPod().get("node-1")).isGreaterThan(150);
            assertThat(story.events(ChannelEvent.Kind.KIND_DISCONNECTED))
                    .anySatisfy(event -> assertThat(event.getAddressesList()).containsExactly(door.address()));
        }
    }

    @Test
    void a_goaway_is_told_in_the_servers_words_the_name_is_resolved_again_and_no_call_fails() throws Exception {
        try (FakeNode aging = FakeNode.start(
                "node-1",
                0,
                builder -> builder.maxConnectionAge(1, TimeUnit.SECONDS).maxConnectionAgeGrace(5, TimeUnit.SECONDS))) {
            lab.name("node", aging.address());
            withDnsCache("0", () -> {
                Story story =
                        lab.drive(request(250).setOpen(OpenLoop.newBuilder().setArrivalsPerSecond(100)));
                assertThat(story.callsByStatus()).isEqualTo(Map.of("OK", 250L));
                assertThat(story.events(ChannelEvent.Kind.KIND_GOAWAY))
                        .isNotEmpty()
                        .allSatisfy(event -> assertThat(event.getDetail()).contains("GOAWAY NO_ERROR", "max_age"));
                assertThat(story.events(ChannelEvent.Kind.KIND_DISCONNECTED))
                        .isNotEmpty()
                        .allSatisfy(event -> assertThat(event.getDetail()).endsWith("after GOAWAY"));
                assertThat(story.events(ChannelEvent.Kind.KIND_RESOLVED)).hasSizeGreaterThan(1);
                assertThat(story.summary().getConnectionsCount()).isGreaterThan(1);
                assertThat(story.summary().getDnsCacheSeconds()).isZero();
            });
        }
    }

    @Test
    void the_cache_of_names_hides_new_pods_until_it_expires() throws Exception {
        try (FakeNode aging = FakeNode.start("node-1", 0, builder -> builder.maxConnectionAge(1, TimeUnit.SECONDS))) {
            lab.name("node", aging.address());
            aging.before(() -> {
                if (aging.calls() == 20) {
                    lab.name("node", aging.address(), two.address());
                }
            });
            Story story = lab.drive(request(250)
                    .setPolicy("round_robin")
                    .setOpen(OpenLoop.newBuilder().setArrivalsPerSecond(100)));
            assertThat(story.events(ChannelEvent.Kind.KIND_GOAWAY)).isNotEmpty();
            assertThat(story.callsByPod()).as("30 s have not passed").isEqualTo(Map.of("node-1", 250L));
        }
    }

    @Test
    void every_call_carries_a_trace() throws Exception {
        lab.nodes(one);
        lab.drive(request(1));
        assertThat(one.headers().getFirst().get(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER)))
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    private static Tuple tuple(int channel, long calls) {
        return Tuple.tuple(channel, calls);
    }

    private interface Body {
        void run() throws Exception;
    }

    private static void withDnsCache(String seconds, Body body) throws Exception {
        System.setProperty("networkaddress.cache.ttl", seconds);
        try {
            body.run();
        } finally {
            System.clearProperty("networkaddress.cache.ttl");
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw Status.CANCELLED.asRuntimeException();
        }
    }
}
