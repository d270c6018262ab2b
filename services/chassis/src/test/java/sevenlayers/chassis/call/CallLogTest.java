package sevenlayers.chassis.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.Status;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.chassis.connection.AcceptedConnection;
import sevenlayers.chassis.connection.ConnectionTable;

class CallLogTest {
    @Test
    void a_call_is_one_line_of_json() {
        AcceptedConnection connection = new ConnectionTable()
                .opened(new InetSocketAddress("127.0.0.11", 9000), new InetSocketAddress("127.0.0.105", 40_000));
        SpanContext span = SpanContext.create(
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "00f067aa0ba902b7",
                TraceFlags.getSampled(),
                TraceState.getDefault());
        EndedCall call =
                new EndedCall("node-2", "sevenlayers.node.v1.NodeService/Work", connection, span, Status.Code.OK, 1234);

        assertThat(CallLog.line(Instant.parse("2026-01-02T03:04:05.678901234Z"), call))
                .isEqualTo("{\"time\":\"2026-01-02T03:04:05.678901Z\",\"pod\":\"node-2\","
                        + "\"method\":\"sevenlayers.node.v1.NodeService/Work\",\"status\":\"OK\",\"latency_micros\":1234,"
                        + "\"connection\":1,\"peer\":\"127.0.0.105:40000\","
                        + "\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"span_id\":\"00f067aa0ba902b7\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "1H, 3600000000000",
        "2M, 120000000000",
        "3S, 3000000000",
        "4m, 4000000",
        "5u, 5000",
        "99999999n, 99999999"
    })
    void a_timeout_is_digits_and_a_unit(String header, long nanos) {
        assertThat(GrpcTimeout.of(timeout(header))).contains(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "S", "123456789S", "-1S", "1 S", "1s"})
    void a_timeout_that_cannot_be_read_is_none(String header) {
        assertThat(GrpcTimeout.of(timeout(header))).isEmpty();
    }

    private static Metadata timeout(String value) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER), value);
        return headers;
    }
}
