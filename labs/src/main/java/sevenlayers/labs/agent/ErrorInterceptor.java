package sevenlayers.labs.agent;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.logging.Level;
import java.util.logging.Logger;
import sevenlayers.labs.course.LabProblem;
import sevenlayers.labs.world.WorldException;

/** Turns what a service throws into a status, in one place: a sentence for the student, a stack trace for the agent's log only. */
final class ErrorInterceptor implements ServerInterceptor {

    private static final Logger LOG = Logger.getLogger(ErrorInterceptor.class.getName());

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean failed;

            @Override
            public void onMessage(ReqT message) {
                guarded(() -> super.onMessage(message));
            }

            @Override
            public void onHalfClose() {
                guarded(super::onHalfClose);
            }

            private void guarded(Runnable step) {
                if (failed) {
                    return;
                }
                try {
                    step.run();
                } catch (RuntimeException e) {
                    failed = true;
                    call.close(status(e), trailers(e));
                }
            }
        };
    }

    /** The details of what a service has said itself, as BadRequest and ErrorInfo. */
    static Metadata trailers(RuntimeException thrown) {
        Metadata trailers = thrown instanceof StatusRuntimeException e ? e.getTrailers() : null;
        return trailers == null ? new Metadata() : trailers;
    }

    /** What the caller is told about {@code thrown}. */
    static Status status(RuntimeException thrown) {
        return switch (thrown) {
            case StatusRuntimeException e -> e.getStatus();
            case WorldException e -> Status.FAILED_PRECONDITION.withDescription(e.getMessage());
            case LabProblem e -> Status.FAILED_PRECONDITION.withDescription(e.getMessage());
            default -> {
                LOG.log(Level.SEVERE, "a call failed", thrown);
                yield Status.INTERNAL.withDescription(
                        "The agent failed at this call; its log says how: ./lab logs agent");
            }
        };
    }
}
