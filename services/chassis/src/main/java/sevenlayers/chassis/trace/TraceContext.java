package sevenlayers.chassis.trace;

import io.grpc.Metadata;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Reads and writes the headers {@code traceparent} and {@code tracestate} of gRPC metadata. */
public final class TraceContext {
    static final Metadata.Key<String> TRACEPARENT = Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapSetter<Metadata> SETTER = (headers, name, value) -> {
        if (headers != null) {
            Metadata.Key<String> key = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
            headers.discardAll(key);
            headers.put(key, value);
        }
    };

    private TraceContext() {}

    /**
     * This pod's part of the caller's trace: the caller's trace id, flags and state, and a span id of our own. Headers that are missing
     * or malformed begin a new trace (Trace Context §3.2.2.3).
     */
    public static SpanContext receive(Metadata headers) {
        SpanContext caller = Span.fromContext(W3C.extract(Context.root(), headers, Getter.INSTANCE))
                .getSpanContext();
        return caller.isValid()
                ? SpanContext.create(caller.getTraceId(), randomHex(8), caller.getTraceFlags(), caller.getTraceState())
                : begin();
    }

    /** A trace that begins here. */
    public static SpanContext begin() {
        return SpanContext.create(randomHex(16), randomHex(8), TraceFlags.getSampled(), TraceState.getDefault());
    }

    /** Writes {@code span} as the parent of the call that carries {@code headers}. */
    public static void send(SpanContext span, Metadata headers) {
        W3C.inject(Context.root().with(Span.wrap(span)), headers, SETTER);
    }

    /** The header's value: {@code 00-<trace id>-<span id>-<flags>}. */
    public static String traceparent(SpanContext span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getTraceFlags().asHex();
    }

    /** Random bytes, not all zero: an id of zeros is invalid. */
    private static String randomHex(int bytes) {
        byte[] id = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(id);
        id[bytes - 1] |= 1;
        return HexFormat.of().formatHex(id);
    }

    private enum Getter implements TextMapGetter<Metadata> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Metadata headers) {
            return headers.keys();
        }

        @Override
        public @Nullable String get(@Nullable Metadata headers, String name) {
            return headers == null ? null : headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        }
    }
}
