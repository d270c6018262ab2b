package sevenlayers.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.chassis.connection.ConnectionListener;
import sevenlayers.chassis.v1.Connection;
import sevenlayers.node.v1.ConnectionEvent;
import sevenlayers.node.v1.ConnectionEvent.Cause;
import sevenlayers.node.v1.ConnectionEvent.Kind;
import sevenlayers.node.v1.Knobs;
import sevenlayers.node.v1.ListConnectionsRequest;
import sevenlayers.node.v1.NodeServiceGrpc;
import sevenlayers.node.v1.WatchConnectionsRequest;
import sevenlayers.node.v1.WatchConnectionsResponse;
import sevenlayers.node.v1.Work;
import sevenlayers.node.v1.WorkRequest;
import sevenlayers.node.v1.WorkResponse;

/** One connection watches (number 1), another one lives and ends (number 2). */
@Timeout(60)
class ConnectionLivesTest {

    private static final long SUBJECT = 2;

    private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> watchEnded = new CompletableFuture<>();
    private final Context.CancellableContext watching = Context.current().withCancellation();
    private RunningNode node;
    private ManagedChannel subject;

    @BeforeEach
    void start() throws Exception {
        node = new RunningNode();
        subject = node.newChannel();
        watching.run(() -> NodeServiceGrpc.newStub(node.channel)
                .watchConnections(
                        WatchConnectionsRequest.newBuilder().setCalls(true).build(), new StreamObserver<>() {
                            @Override
                            public void onNext(WatchConnectionsResponse response) {
                                events.add(response.getEvent());
                            }

                            @Override
                            public void onError(Throwable failure) {
                                watchEnded.completeExceptionally(failure);
                            }

                            @Override
                            public void onCompleted() {
                                watchEnded.complete(null);
                            }
                        }));
        Eventually.holds("the watch has begun with its own connection", () -> !events.isEmpty());
    }

    @AfterEach
    void stop() throws Exception {
        watching.cancel(null);
        subject.shutdownNow();
        node.close();
    }

    @Test
    void the_watch_begins_with_the_connections_that_are_open() {
        assertThat(events.getFirst().getKind()).isEqualTo(Kind.KIND_OPENED);
        assertThat(events.getFirst().getConnection().getNumber()).isEqualTo(1);
    }

    @Test
    void a_connection_opens_carries_calls_and_is_left_by_its_peer() throws Exception {
        work();
        work();
        assertThat(node.node()
                        .listConnections(ListConnectionsRequest.getDefaultInstance())
                        .getConnectionsList())
                .extracting(connection -> connection.getNumber())
                .containsExactly(1L, SUBJECT);
        subject.shutdown();
        ConnectionEvent closed = awaitClosed();
        assertThat(kinds()).containsExactly(Kind.KIND_OPENED, Kind.KIND_CALL, Kind.KIND_CALL, Kind.KIND_CLOSED);
        assertThat(closed.getCause()).isEqualTo(Cause.CAUSE_PEER);
        assertThat(closed.getConnection().getCalls()).isEqualTo(2);
        assertThat(ofSubject().get(1).getDetail()).isEqualTo("sevenlayers.node.v1.NodeService/Work");
    }

    @Test
    void a_connection_that_is_open_when_the_knob_is_turned_grows_old_too() throws Exception {
        work();
        node.turn(Knobs.newBuilder().setMaxConnectionAgeMillis(200));
        ConnectionEvent closed = awaitClosed();
        assertThat(kinds()).containsExactly(Kind.KIND_OPENED, Kind.KIND_CALL, Kind.KIND_GOAWAY, Kind.KIND_CLOSED);
        ConnectionEvent goaway = ofSubject().get(2);
        assertThat(goaway.getCause()).isEqualTo(Cause.CAUSE_AGE);
        assertThat(goaway.getDetail()).contains("max_age");
        assertThat(goaway.getConnection().getAgeMicros()).isGreaterThanOrEqualTo(180_000);
        assertThat(closed.getCause()).isEqualTo(Cause.CAUSE_AGE);
    }

    /** The watch's own connection grows old like any other and its stream is cut off, too: so the table is asked directly. */
    @Test
    void a_call_that_outlasts_the_grace_is_cut_off_with_its_connection() throws Exception {
        work();
        CompletableFuture<String> closed = new CompletableFuture<>();
        node.connections.listen(new ConnectionListener() {
            @Override
            public void closed(Connection connection, ConnectionListener.Cause cause, String detail) {
                if (connection.getNumber() == SUBJECT) {
                    closed.complete(cause + ": " + detail);
                }
            }
        });
        CompletableFuture<WorkResponse> cut = new CompletableFuture<>();
        NodeServiceGrpc.newStub(subject)
                .work(
                        WorkRequest.newBuilder()
                                .setWork(Work.newBuilder().setDelay(FourKindsTest.fixed(60_000_000)))
                                .build(),
                        new Observer<>(cut));
        Eventually.holds("the call has begun", () -> ofSubject().size() == 3);
        node.turn(Knobs.newBuilder().setMaxConnectionAgeMillis(200).setMaxConnectionAgeGraceMillis(200));
        assertThat(failureOf(cut)).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(closed.get(30, TimeUnit.SECONDS)).isEqualTo("AGE: the grace passed with 1 call in flight");
    }

    @Test
    void a_peer_that_does_not_speak_http2_is_an_error() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET / HTTP/1.1\r\nHost: node\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            ConnectionEvent closed = awaitClosed();
            assertThat(closed.getCause()).isEqualTo(Cause.CAUSE_ERROR);
            assertThat(closed.getDetail()).isNotEmpty();
        }
    }

    @Test
    void a_connection_that_is_reset_is_an_error() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.server.port());
        Eventually.holds("it is open", () -> !ofSubject().isEmpty());
        socket.setSoLinger(true, 0); // RST instead of FIN
        socket.close();
        ConnectionEvent closed = awaitClosed();
        assertThat(closed.getCause()).isEqualTo(Cause.CAUSE_ERROR);
        assertThat(closed.getDetail()).containsIgnoringCase("reset");
    }

    @Test
    void a_drain_tells_every_connection_finishes_the_call_in_flight_and_ends_the_watch() throws Exception {
        work();
        CompletableFuture<WorkResponse> slow = new CompletableFuture<>();
        NodeServiceGrpc.newStub(subject)
                .work(
                        WorkRequest.newBuilder()
                                .setWork(Work.newBuilder().setDelay(FourKindsTest.fixed(500_000)))
                                .build(),
                        new Observer<>(slow));
        Eventually.holds("the call has begun", () -> ofSubject().size() == 3);
        node.server.goAway();
        assertThat(failureOf(watchEnded)).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(kinds()).endsWith(Kind.KIND_GOAWAY);
        assertThat(ofSubject().getLast().getCause()).isEqualTo(Cause.CAUSE_DRAIN);
        assertThat(slow.get(30, TimeUnit.SECONDS).getAnswer().getPod()).isEqualTo(RunningNode.POD);
        assertThat(node.server.awaitIdle(Duration.ofSeconds(20))).isTrue();
    }

    private void work() {
        NodeServiceGrpc.newBlockingStub(subject)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .work(WorkRequest.getDefaultInstance());
    }

    private List<ConnectionEvent> ofSubject() {
        return events.stream()
                .filter(event -> event.getConnection().getNumber() == SUBJECT)
                .toList();
    }

    private List<Kind> kinds() {
        return ofSubject().stream().map(ConnectionEvent::getKind).toList();
    }

    private ConnectionEvent awaitClosed() throws Exception {
        Eventually.holds("the connection is closed", () -> kinds().contains(Kind.KIND_CLOSED));
        return ofSubject().getLast();
    }

    private static Status.Code failureOf(CompletableFuture<?> call) throws Exception {
        try {
            call.get(30, TimeUnit.SECONDS);
            return Status.Code.OK;
        } catch (ExecutionException e) {
            return Status.fromThrowable(e.getCause()).getCode();
        }
    }
}
