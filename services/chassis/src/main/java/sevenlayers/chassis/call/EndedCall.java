package sevenlayers.chassis.call;

import io.grpc.Status;
import io.opentelemetry.api.trace.SpanContext;
import sevenlayers.chassis.connection.AcceptedConnection;

/**
 * A call that has ended.
 *
 * @param pod the pod that served it
 * @param method full method name
 * @param connection the connection that it came in on
 * @param span its trace
 * @param status how it ended; CANCELLED when the caller went away first
 * @param latencyMicros from its arrival to its end
 */
public record EndedCall(
        String pod,
        String method,
        AcceptedConnection connection,
        SpanContext span,
        Status.Code status,
        long latencyMicros) {}
