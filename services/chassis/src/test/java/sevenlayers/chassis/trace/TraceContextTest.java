package sevenlayers.chassis.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.opentelemetry.api.trace.SpanContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are those of W3C Trace Context §3.2. */
class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    @Test
    void a_callers_trace_goes_on_under_a_span_of_our_own() {
        SpanContext span = TraceContext.receive(headers("00-" + TRACE + "-" + PARENT + "-01", "rojo=00f067aa0ba902b7"));

        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getSpanId()).isNotEqualTo(PARENT).matches("[0-9a-f]{16}");
        assertThat(span.isSampled()).isTrue();
        assertThat(span.getTraceState().get("rojo")).isEqualTo("00f067aa0ba902b7");
    }

    @Test
    void what_is_sent_is_what_the_next_hop_receives() {
        SpanContext here = TraceContext.receive(headers("00-" + TRACE + "-" + PARENT + "-00", "rojo=1"));
        Metadata out = new Metadata();
        TraceContext.send(here, out);

        assertThat(out.get(TraceContext.TRACEPARENT))
                .isEqualTo(TraceContext.traceparent(here))
                .isEqualTo("00-" + TRACE + "-" + here.getSpanId() + "-00");
        assertThat(TraceContext.receive(out).getTraceState().get("rojo")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            })
    void a_malformed_header_begins_a_new_trace(String traceparent) {
        SpanContext span = TraceContext.receive(headers(traceparent, "rojo=1"));

        assertThat(span.isValid()).isTrue();
        assertThat(span.getTraceId()).isNotEqualTo(TRACE);
        assertThat(span.getTraceState().isEmpty()).isTrue();
    }

    private static Metadata headers(String traceparent, String tracestate) {
        Metadata headers = new Metadata();
        headers.put(TraceContext.TRACEPARENT, traceparent);
        headers.put(Metadata.Key.of("tracestate", Metadata.ASCII_STRING_MARSHALLER), tracestate);
        return headers;
    }
}
