package sevenlayers.client.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static sevenlayers.client.lab.TestLab.request;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.client.lab.FakeNode;
import sevenlayers.client.lab.TestLab;
import sevenlayers.client.v1.DriveRequest;
import sevenlayers.node.v1.Failure;
import sevenlayers.node.v1.Work;

class DriveLimitsTest {

    private final TestLab lab = new TestLab().name("node", "127.0.0.1:1");

    @AfterEach
    void close() {
        lab.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "calls | {calls: 0} | 0 is out of range; allowed: 1 to 100,000",
                "calls | {calls: 1000000000} | 1,000,000,000 is out of range; allowed: 1 to 100,000",
                "calls | {calls: -1} | -1 is out of range",
                "target | {target: ''} | allowed: dns:///NAME:PORT",
                "target | {target: 'node'} | allowed: dns:///NAME:PORT",
                "policy | {policy: 'least_request'} | 'least_request' is not known; allowed: pick_first, round_robin",
                "keys.header | {keys: {header: 'grpc-timeout', users: 3}} | 'grpc-timeout' is not a header of yours; allowed: 1 to 64",
                "keys.header | {keys: {header: 'User', users: 3}} | lower-case letters",
                "keys.users | {keys: {header: 'user-id', users: 0}} | 0 is out of range; allowed: 1 to 100,000",
                "work | {work: {cpuMicros: 1}, workInTurn: [{cpuMicros: 1}]} | was said beside work_in_turn",
                "work_in_turn[1].cpu_micros | {workInTurn: [{}, {cpuMicros: -1}]} | -1 is out of range",
                "channels | {channels: 0} | allowed: 1 to 100",
                "channels | {channels: 101} | allowed: 1 to 100",
                "deadline_micros | {deadlineMicros: 0} | 0 is out of range; allowed: 1 to 60,000,000",
                "deadline_micros | {deadlineMicros: 60000001} | allowed: 1 to 60,000,000",
                "closed.concurrency | {closed: {}} | 0 is out of range; allowed: 1 to 1,000",
                "closed.concurrency | {closed: {concurrency: 1001}} | allowed: 1 to 1,000",
                "open.arrivals_per_second | {open: {}} | allowed: above 0, up to 10,000",
                "open.arrivals_per_second | {open: {arrivalsPerSecond: -5}} | allowed: above 0, up to 10,000",
                "open.arrivals_per_second | {open: {arrivalsPerSecond: 'NaN'}} | allowed: above 0, up to 10,000",
                "open.arrivals_per_second | {open: {arrivalsPerSecond: 10001}} | allowed: above 0, up to 10,000",
                "open.arrivals_per_second | {calls: 100000, open: {arrivalsPerSecond: 1}} | allowed: up to 3,600 s",
                "keepalive.time_millis | {keepalive: {timeMillis: 999, timeoutMillis: 100}} | allowed: 1,000 to 3,600,000",
                "keepalive.timeout_millis | {keepalive: {timeMillis: 1000}} | allowed: 100 to 60,000",
                "channel | {channel: 'a b'} | allowed: 1 to 64 letters",
                "channel_idle_millis | {channelIdleMillis: 999} | allowed: 1,000 to 3,600,000",
                "service_config | {serviceConfig: {methodConfig: 'all'}} | allowed: what grpc-java accepts",
                "work.delay | {work: {delay: {}}} | no distribution was said; allowed: fixed, uniform",
                "work.delay.fixed.delay_micros | {work: {delay: {fixed: {delayMicros: -1}}}} | -1 is out of range; allowed: 0 to 60,000,000",
                "work.delay.uniform.max_micros | {work: {delay: {uniform: {minMicros: 5, maxMicros: 4}}}} | allowed: 5 to 60,000,000",
                "work.delay.exponential.mean_micros | {work: {delay: {exponential: {meanMicros: -1}}}} | allowed: 0 to",
                "work.delay.log_normal.sigma | {work: {delay: {logNormal: {sigma: 5}}}} | allowed: 0.0 to 4.0",
                "work.cpu_micros | {work: {cpuMicros: -1}} | allowed: 0 to 60,000,000",
                "work.payload_bytes | {work: {payloadBytes: 1048577}} | allowed: 0 to 1,048,576",
                "work.payload_bytes | {closed: {concurrency: 17}, work: {payloadBytes: 1048576}} | allowed: 16,777,216 in all",
                "work.failure.code | {work: {failure: {code: 17}}} | allowed: 1 to 16",
            })
    void each_limit_says_what_was_wrong_and_what_is_allowed(String field, String json, String words) throws Exception {
        StatusRuntimeException refused = refused(with(json));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(violations(refused)).singleElement().satisfies(violation -> {
            assertThat(violation.getField()).isEqualTo(field);
            assertThat(violation.getDescription()).contains(words);
        });
    }

    @Test
    void a_message_is_as_long_as_its_code_points_are_many() {
        Violations violations = new Violations();
        Failure.Builder failure = Failure.newBuilder().setCode(1).setMessage("😀".repeat(1_024));
        WorkRules.check("work", Work.newBuilder().setFailure(failure).build(), violations);
        violations.throwIfAny();
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() throws Exception {
        StatusRuntimeException refused = refused(
                with("{target: '', calls: 0, policy: 'x', channels: 0, deadlineMicros: 0, work: {cpuMicros: -1}}"));
        assertThat(violations(refused))
                .extracting(FieldViolation::getField)
                .containsExactlyInAnyOrder(
                        "target", "calls", "policy", "channels", "deadline_micros", "work.cpu_micros");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8.8.8.8:53", "dns:///example.com:80", "127.0.0.2:22", "[2001:db8::1]:9000", "nodes-1:9000"})
    void a_target_outside_of_the_lab_is_permission_denied(String target) {
        StatusRuntimeException refused = refused(request(1).setTarget(target));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(refused.getStatus().getDescription()).contains("is not one of the lab's own hosts; allowed: node");
    }

    @Test
    void a_name_of_the_lab_without_an_address_is_unavailable_and_says_where_to_look() {
        StatusRuntimeException refused = refused(request(1).setTarget("node-9:9000"));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refused.getStatus().getDescription())
                .startsWith("node-9 has no address now")
                .contains("./lab status");
    }

    @Test
    void all_drives_together_have_a_limit_which_says_what_is_taken() throws Exception {
        LoadLimits limits = new LoadLimits();
        LoadLimits.Share first = limits.take(1_500, 0, 100, () -> 0);
        StatusRuntimeException refused =
                catchThrowableOfType(StatusRuntimeException.class, () -> limits.take(501, 0, 1, () -> 0));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused.getStatus().getDescription())
                .contains("has 1,500 calls under way and was asked for 501 more; allowed: 2,000 over all drives");
        assertThat(details(refused, ErrorInfo.class).getFirst().getReason()).isEqualTo("CLIENT_LIMIT");
        assertThat(catchThrowableOfType(StatusRuntimeException.class, () -> limits.take(1, 0, 100, () -> 101)))
                .hasMessageContaining("201 channels");
        first.close();
        limits.take(2_000, 0, 100, () -> 200).close();
    }

    @Test
    void a_named_channel_counts_once_while_the_drive_that_opened_it_runs() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        DriveHandle handle = new DriveHandle();
        try (FakeNode node = FakeNode.start("node-1").before(arrived::countDown)) {
            lab.nodes(node);
            DriveRequest slow = named("a")
                    .mergeFrom(with("{work: {delay: {fixed: {delayMicros: 9000000}}}}")
                            .build())
                    .build();
            Thread opener = Thread.ofVirtual().start(() -> run(slow, handle));
            arrived.await();
            lab.drive(named("b"));
            lab.drive(named("c"));
            assertThat(refused(request(1))).hasMessageContaining("has 300 channels and was asked for 1 more");
            handle.cancel();
            opener.join();
        }
    }

    private void run(DriveRequest request, DriveHandle handle) {
        try {
            lab.drives().run(request, handle, new TestLab.Taking(new ArrayList<>()));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static DriveRequest.Builder named(String name) {
        return request(1).setChannel(name).setChannels(100);
    }

    private StatusRuntimeException refused(DriveRequest.Builder request) {
        StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, () -> lab.drive(request));
        assertThat(refused).as("it was not refused").isNotNull();
        return refused;
    }

    private static DriveRequest.Builder with(String json) throws InvalidProtocolBufferException {
        DriveRequest.Builder changes = DriveRequest.newBuilder();
        JsonFormat.parser().merge(json, changes);
        DriveRequest.Builder request = request(1).mergeFrom(changes.buildPartial());
        // A default that was written down is lost in a merge.
        if (json.contains("calls: 0")) {
            request.setCalls(0);
        }
        if (json.contains("target: ''")) {
            request.setTarget("");
        }
        return request;
    }

    private static List<FieldViolation> violations(StatusRuntimeException refused)
            throws InvalidProtocolBufferException {
        return details(refused, BadRequest.class).getFirst().getFieldViolationsList();
    }

    private static <T extends Message> List<T> details(StatusRuntimeException refused, Class<T> type)
            throws InvalidProtocolBufferException {
        List<T> found = new ArrayList<>();
        for (Any detail : StatusProto.fromThrowable(refused).getDetailsList()) {
            if (detail.is(type)) {
                found.add(detail.unpack(type));
            }
        }
        return found;
    }
}
