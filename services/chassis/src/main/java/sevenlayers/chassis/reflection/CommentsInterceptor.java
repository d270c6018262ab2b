package sevenlayers.chassis.reflection;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Puts the comments back into the answers of gRPC reflection, v1 and v1alpha, so that {@code grpcurl describe} prints them. Other calls
 * pass untouched.
 */
public final class CommentsInterceptor implements ServerInterceptor {
    private final ReflectionAnswers answers;

    public CommentsInterceptor(Comments comments) {
        this.answers = new ReflectionAnswers(comments);
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        String service = call.getMethodDescriptor().getServiceName();
        if (service == null || !service.startsWith("grpc.reflection.")) {
            return next.startCall(call, headers);
        }
        return next.startCall(
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void sendMessage(RespT answer) {
                        super.sendMessage(answers.comment(answer));
                    }
                },
                headers);
    }
}
