package sevenlayers.client.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static sevenlayers.client.lab.TestLab.request;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.client.channel.NamedChannels;
import sevenlayers.client.lab.FakeNode;
import sevenlayers.client.lab.Story;
import sevenlayers.client.lab.TestLab;
import sevenlayers.client.v1.ChannelEvent;
import sevenlayers.client.v1.ClosedLoop;
import sevenlayers.client.v1.DriveRequest;
import sevenlayers.client.v1.DriveResponse;
import sevenlayers.client.v1.OpenLoop;
import sevenlayers.node.v1.Delay;
import sevenlayers.node.v1.FixedDelay;
import sevenlayers.node.v1.Work;

/** Cancelling, slow readers, named channels, and the rule that holds for as long as a channel lives. */
@Timeout(60)
class DriveControlTest {

    private final TestLab lab = new TestLab();
    private final FakeNode node = FakeNode.start("node-1");

    @AfterEach
    void close() throws Exception {
        lab.close();
        node.close();
    }

    @Test
    void cancelling_stops_the_load_at_once() throws Exception {
        lab.nodes(node);
        Reader reader = new Reader(Integer.MAX_VALUE);
        Running running = start(
                request(10_000)
                        .setClosed(ClosedLoop.newBuilder().setConcurrency(8))
                        .setDeadlineMicros(60_000_000)
                        .setWork(Work.newBuilder()
                                .setDelay(Delay.newBuilder()
                                        .setFixed(FixedDelay.newBuilder().setDelayMicros(20_000)))),
                reader);
        until("the load is on", () -> node.calls() > 40);
        long beganNanos = System.nanoTime();
        running.handle.cancel();
        running.thread.join();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos))
                .isLessThan(2_000);
        long calls = node.calls();
        Thread.sleep(200);
        assertThat(node.calls())
                .as("calls that arrived after the drive had ended")
                .isEqualTo(calls);
        assertThat(reader.pieces).noneMatch(DriveResponse::hasSummary);
    }

    @Test
    void the_load_waits_for_a_reader_that_does_not_keep_up() throws Exception {
        lab.nodes(node);
        Reader reader = new Reader(5);
        Running running = start(request(5_000).setClosed(ClosedLoop.newBuilder().setConcurrency(20)), reader);
        until("the load stands", () -> node.calls() >= 900);
        Thread.sleep(300);
        assertThat(node.calls()).as("1,000 unread and what was under way").isBetween(900L, 1_100L);
        reader.room = Integer.MAX_VALUE;
        running.handle.readerReady();
        running.thread.join();
        assertThat(new Story(reader.pieces).summary().getOk()).isEqualTo(5_000);
    }

    @Test
    void a_slow_reader_is_not_held_against_the_pods() throws Exception {
        lab.nodes(node);
        Reader reader = new Reader(5);
        Running running = start(request(2_500).setOpen(OpenLoop.newBuilder().setArrivalsPerSecond(5_000)), reader);
        until("the load stands", () -> node.calls() >= 900);
        Thread.sleep(1_500);
        reader.room = Integer.MAX_VALUE;
        running.handle.readerReady();
        running.thread.join();
        assertThat(new Story(reader.pieces).summary().getLatency().getP99Micros())
                .as("the schedule moved by the 1.5 s")
                .isLessThan(1_000_000);
    }

    @Test
    void a_named_channel_goes_on_where_the_drive_before_left_it() throws Exception {
        lab.nodes(node);
        Story first = lab.drive(request(30).setChannel("steady"));
        Story second = lab.drive(request(30).setChannel("steady"));
        assertThat(node.connections()).isEqualTo(1);
        assertThat(second.summary().getConnections(0).getClientAddress())
                .isEqualTo(first.summary().getConnections(0).getClientAddress());
        assertThat(details(first)).containsExactly("channel steady opened");
        assertThat(details(second)).containsExactly("channel steady taken again; calls so far: 30");
        assertThat(second.summary().getAddressesList()).as("known from before").containsExactly(node.address());
        assertThat(lab.named().list())
                .singleElement()
                .satisfies(open -> assertThat(open.calls()).isEqualTo(60));
    }

    @Test
    void a_channel_without_a_name_ends_with_its_drive() throws Exception {
        lab.nodes(node);
        lab.drive(request(1));
        lab.drive(request(1));
        assertThat(node.connections()).isEqualTo(2);
        assertThat(lab.named().list()).isEmpty();
    }

    @Test
    void a_named_channel_with_other_settings_is_refused_with_the_difference() throws Exception {
        lab.nodes(node);
        lab.drive(request(1).setChannel("steady"));
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> lab.drive(
                        request(1).setChannel("steady").setPolicy("round_robin").setChannels(2)));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(refused.getStatus().getDescription())
                .contains("policy is pick_first, not round_robin; channels is 1, not 2", "CloseChannel");
    }

    @Test
    void a_named_channel_is_closed_after_its_idle_time_and_not_before() throws Exception {
        lab.nodes(node);
        lab.drive(request(1).setChannel("steady").setChannelIdleMillis(5_000));
        lab.later(Duration.ofMillis(4_999));
        lab.named().closeIdle();
        assertThat(lab.named().list()).extracting(NamedChannels.Open::idleLeft).containsExactly(Duration.ofMillis(1));
        lab.later(Duration.ofMillis(1));
        lab.named().closeIdle();
        assertThat(lab.named().list()).isEmpty();
        lab.drive(request(1).setChannel("steady"));
        assertThat(node.connections()).isEqualTo(2);
    }

    @Test
    void a_named_channel_that_is_closed_lets_calls_under_way_finish() throws Exception {
        lab.nodes(node);
        Reader reader = new Reader(Integer.MAX_VALUE);
        Running running = start(
                request(1)
                        .setChannel("steady")
                        .setWork(Work.newBuilder()
                                .setDelay(Delay.newBuilder()
                                        .setFixed(FixedDelay.newBuilder().setDelayMicros(500_000)))),
                reader);
        until("the call is under way", () -> node.calls() == 1);
        assertThat(lab.named().close("steady")).isTrue();
        assertThat(lab.named().close("steady")).isFalse();
        running.thread.join();
        assertThat(new Story(reader.pieces).summary().getOk()).isEqualTo(1);
    }

    @Test
    void an_address_that_leaves_the_lab_is_left_by_the_channel_when_it_resolves_again() throws Exception {
        try (FakeNode aging = FakeNode.start(
                "node-1", 0, builder -> builder.maxConnectionAge(1, TimeUnit.SECONDS))) { // grpc-java's least
            lab.name("node", aging.address());
            aging.before(() -> {
                if (aging.calls() == 20) {
                    lab.name("node", "127.0.0.1:1");
                }
            });
            System.setProperty("networkaddress.cache.ttl", "0");
            Story story = lab.drive(request(250)
                    .setTarget(aging.address())
                    .setOpen(OpenLoop.newBuilder().setArrivalsPerSecond(100)));
            assertThat(story.callsByStatus()).containsKeys("OK", "PERMISSION_DENIED");
            assertThat(story.calls().getLast().getMessage()).contains("is not one of the lab's own hosts");
            assertThat(story.events(ChannelEvent.Kind.KIND_RESOLUTION_FAILED)).isNotEmpty();
        } finally {
            System.clearProperty("networkaddress.cache.ttl");
        }
    }

    private static List<String> details(Story story) {
        return story.events(ChannelEvent.Kind.KIND_CHANNEL).stream()
                .map(ChannelEvent::getDetail)
                .toList();
    }

    private Running start(DriveRequest.Builder request, Reader reader) {
        DriveHandle handle = new DriveHandle();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                lab.drives().run(request.build(), handle, reader);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        return new Running(handle, thread);
    }

    private static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 20 s until %s", what).isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private record Running(DriveHandle handle, Thread thread) {}

    /** Takes so many pieces, then no more. */
    private static final class Reader implements ReportSink {
        private final List<DriveResponse> pieces = new CopyOnWriteArrayList<>();
        private volatile int room;

        Reader(int room) {
            this.room = room;
        }

        @Override
        public boolean isReady() {
            return pieces.size() < room;
        }

        @Override
        public void send(DriveResponse piece) {
            pieces.add(piece);
        }
    }
}
