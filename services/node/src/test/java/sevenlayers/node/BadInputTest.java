package sevenlayers.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.TextFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.node.v1.GetKnobsRequest;
import sevenlayers.node.v1.Knobs;
import sevenlayers.node.v1.SetKnobsRequest;
import sevenlayers.node.v1.StreamWorkRequest;
import sevenlayers.node.v1.WorkRequest;

@Timeout(60)
class BadInputTest {

    private static RunningNode node;

    @BeforeAll
    static void start() throws Exception {
        node = new RunningNode();
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    work { delay { fixed { delay_micros: -1 } } }                          | work.delay.fixed.delay_micros
                    work { delay { fixed { delay_micros: 60000001 } } }                    | work.delay.fixed.delay_micros
                    work { delay { uniform { min_micros: 5 max_micros: 4 } } }             | work.delay.uniform.max_micros
                    work { delay { uniform { min_micros: -5 max_micros: 4 } } }            | work.delay.uniform.min_micros
                    work { delay { exponential { mean_micros: -1 } } }                     | work.delay.exponential.mean_micros
                    work { delay { log_normal { median_micros: -1 } } }                    | work.delay.log_normal.median_micros
                    work { delay { log_normal { median_micros: 1 sigma: 4.1 } } }          | work.delay.log_normal.sigma
                    work { delay { log_normal { median_micros: 1 sigma: nan } } }          | work.delay.log_normal.sigma
                    work { delay { seed: 5 } }                                             | work.delay
                    work { cpu_micros: 60000001 }                                          | work.cpu_micros
                    work { cpu_micros: -1 }                                                | work.cpu_micros
                    work { payload_bytes: 1048577 }                                        | work.payload_bytes
                    work { payload_bytes: -1 }                                             | work.payload_bytes
                    work { failure { code: 0 } }                                           | work.failure.code
                    work { failure { code: 17 } }                                          | work.failure.code
                    """)
    void work_that_is_not_allowed_names_its_field(String request, String field) throws Exception {
        WorkRequest message = TextFormat.parse(request, WorkRequest.class);
        assertRefused(() -> node.node().work(message), field);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "100001"})
    void a_stream_of_no_answers_or_too_many_is_refused(int count) {
        assertRefused(
                () -> node.node()
                        .streamWork(
                                StreamWorkRequest.newBuilder().setCount(count).build())
                        .hasNext(),
                "count");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    latency { fixed { delay_micros: -1 } }       | knobs.latency.fixed.delay_micros
                    latency { }                                  | knobs.latency
                    error_rate: 1.01                             | knobs.error_rate
                    error_rate: nan                              | knobs.error_rate
                    error_rate: -0.1                             | knobs.error_rate
                    error_code: 0                                | knobs.error_code
                    error_code: 17                               | knobs.error_code
                    concurrency_limit: -1                        | knobs.concurrency_limit
                    concurrency_limit: 100001                    | knobs.concurrency_limit
                    max_connection_age_millis: 99                | knobs.max_connection_age_millis
                    max_connection_age_millis: -1                | knobs.max_connection_age_millis
                    max_connection_age_millis: 86400001          | knobs.max_connection_age_millis
                    max_connection_age_grace_millis: 86400001    | knobs.max_connection_age_grace_millis
                    """)
    void one_knob_that_is_not_allowed_changes_none(String knobs, String field) throws Exception {
        Knobs before = knobs();
        Knobs asked =
                TextFormat.parse(knobs, Knobs.class).toBuilder().setReady(false).build();
        assertRefused(
                () -> node.knobs()
                        .setKnobs(SetKnobsRequest.newBuilder().setKnobs(asked).build()),
                field);
        assertThat(knobs()).isEqualTo(before);
        assertThat(node.readiness.ready()).isTrue();
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> node.node()
                        .work(TextFormat.parse(
                                "work { cpu_micros: -1 payload_bytes: -1 failure { code: 99 } }", WorkRequest.class)));
        assertThat(fields(refused)).containsExactly("work.cpu_micros", "work.payload_bytes", "work.failure.code");
    }

    private static Knobs knobs() {
        return node.knobs().getKnobs(GetKnobsRequest.getDefaultInstance()).getKnobs();
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String field) {
        StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(refused).isNotNull();
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(fields(refused)).containsExactly(field);
        assertThat(refused.getStatus().getDescription()).contains("allowed");
    }

    private static Stream<String> fields(StatusRuntimeException refused) {
        com.google.rpc.Status status = StatusProto.fromThrowable(refused);
        assertThat(status.getDetailsList()).anyMatch(detail -> detail.is(ErrorInfo.class));
        return status.getDetailsList().stream()
                .filter(detail -> detail.is(BadRequest.class))
                .flatMap(detail -> {
                    try {
                        return detail.unpack(BadRequest.class).getFieldViolationsList().stream();
                    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                        throw new AssertionError(e);
                    }
                })
                .map(BadRequest.FieldViolation::getField);
    }
}
