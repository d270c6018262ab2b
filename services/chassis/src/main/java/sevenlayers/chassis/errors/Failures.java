package sevenlayers.chassis.errors;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.trace.SpanContext;
import java.lang.System.Logger.Level;
import java.util.Map;
import sevenlayers.chassis.call.CurrentCall;

/** What a caller hears of a failure that nobody foresaw. The log hears all of it. */
public final class Failures {
    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    private Failures() {}

    /** Logs {@code cause} and gives the status for the caller: INTERNAL, and the trace under which the log can be searched. */
    public static StatusRuntimeException neutral(Throwable cause, String method) {
        String trace = CurrentCall.span().map(SpanContext::getTraceId).orElse("unknown");
        LOG.log(Level.ERROR, method + " failed, trace " + trace, cause);
        return LabStatus.exception(
                Status.Code.INTERNAL,
                "INTERNAL",
                "This pod failed to serve the call, which is its fault and not the request's; its log says more under trace "
                        + trace + ".",
                Map.of("trace_id", trace));
    }
}
