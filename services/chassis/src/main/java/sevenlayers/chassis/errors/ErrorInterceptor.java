package sevenlayers.chassis.errors;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Ends a call whose handler threw. A status that was thrown goes to the caller as it is; anything else is logged here and reaches the
 * caller as INTERNAL with a neutral sentence.
 */
public final class ErrorInterceptor implements ServerInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        Guarded<ReqT, RespT> guarded = new Guarded<>(call);
        try {
            return new GuardedListener<>(next.startCall(guarded, headers), guarded);
        } catch (RuntimeException e) {
            guarded.fail(e);
            return new ServerCall.Listener<>() {};
        }
    }

    private static final class Guarded<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
        private boolean closed;

        Guarded(ServerCall<ReqT, RespT> call) {
            super(call);
        }

        /** Stubs report what a handler threw, or gave to onError, as UNKNOWN with the cause. */
        @Override
        public void close(Status status, Metadata trailers) {
            closed = true;
            Throwable cause = status.getCause();
            if (status.getCode() == Status.Code.UNKNOWN && cause != null && !isStatus(cause)) {
                StatusRuntimeException neutral =
                        Failures.neutral(cause, getMethodDescriptor().getFullMethodName());
                super.close(neutral.getStatus(), trailersOf(neutral.getTrailers()));
            } else {
                super.close(status, trailers);
            }
        }

        void fail(RuntimeException thrown) {
            StatusRuntimeException failure = thrown instanceof StatusRuntimeException status
                    ? status
                    : Failures.neutral(thrown, getMethodDescriptor().getFullMethodName());
            if (!closed && !isCancelled()) {
                close(failure.getStatus(), trailersOf(failure.getTrailers()));
            }
        }

        private static boolean isStatus(Throwable cause) {
            return cause instanceof StatusRuntimeException || cause instanceof StatusException;
        }

        private static Metadata trailersOf(@Nullable Metadata trailers) {
            return trailers == null ? new Metadata() : trailers;
        }
    }

    private static final class GuardedListener<ReqT> extends SimpleForwardingServerCallListener<ReqT> {
        private final Guarded<?, ?> call;

        GuardedListener(ServerCall.Listener<ReqT> listener, Guarded<?, ?> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(ReqT message) {
            guard(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            guard(super::onHalfClose);
        }

        @Override
        public void onReady() {
            guard(super::onReady);
        }

        private void guard(Runnable callback) {
            try {
                callback.run();
            } catch (RuntimeException e) {
                call.fail(e);
            }
        }
    }
}
