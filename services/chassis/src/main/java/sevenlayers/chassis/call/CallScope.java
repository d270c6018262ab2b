package sevenlayers.chassis.call;

import io.grpc.Context;
import io.opentelemetry.api.trace.SpanContext;
import sevenlayers.chassis.connection.AcceptedConnection;

/**
 * What is known of one call while it runs.
 *
 * @param pod the pod that serves it
 * @param method full method name
 * @param connection the connection that it came in on
 * @param ordinal which call of that connection it is, from 1
 * @param span its trace
 * @param startNanos when it arrived, by {@link System#nanoTime}
 * @param context carries its deadline and is cancelled when it ends
 */
record CallScope(
        String pod,
        String method,
        AcceptedConnection connection,
        long ordinal,
        SpanContext span,
        long startNanos,
        Context.CancellableContext context) {

    long elapsedMicros() {
        return (System.nanoTime() - startNanos) / 1_000;
    }
}
