package sevenlayers.chassis.call;

import io.grpc.Context;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Optional;
import sevenlayers.chassis.trace.TraceContext;
import sevenlayers.chassis.v1.Answer;
import sevenlayers.chassis.v1.Connection;

/**
 * The call that is being served on this thread. It travels with {@link Context}: on to another thread by {@link Context#wrap(Runnable)}.
 *
 * <p>Except for {@link #span()}, everything here throws {@link IllegalStateException} outside of a call.
 */
public final class CurrentCall {
    static final Context.Key<CallScope> SCOPE = Context.key("sevenlayers.call");

    private CurrentCall() {}

    /** The connection that the call came in on: its age now, and {@code calls} as this call was counted. */
    public static Connection connection() {
        CallScope scope = scope();
        return scope.connection().toProto(scope.ordinal());
    }

    /** Which pod answers, over which connection. */
    public static Answer answer() {
        return Answer.newBuilder()
                .setPod(scope().pod())
                .setConnection(connection())
                .build();
    }

    /** The trace that the call belongs to: 32 hexadecimal digits. */
    public static String traceId() {
        return scope().span().getTraceId();
    }

    /** The header {@code traceparent} for a call made on behalf of this one. */
    public static String traceparent() {
        return TraceContext.traceparent(scope().span());
    }

    /** Time since the call arrived at this pod, in microseconds. */
    public static long elapsedMicros() {
        return scope().elapsedMicros();
    }

    /** The trace of the call, if there is one on this thread. */
    public static Optional<SpanContext> span() {
        return Optional.ofNullable(SCOPE.get()).map(CallScope::span);
    }

    private static CallScope scope() {
        CallScope scope = SCOPE.get();
        if (scope == null) {
            throw new IllegalStateException("no call is being served on this thread");
        }
        return scope;
    }
}
