package sevenlayers.chassis.call;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Makes the call that {@link ArrivalInterceptor} saw arrive the {@link CurrentCall} of the thread that serves it. */
public final class ScopeInterceptor implements ServerInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        CallScope scope = call.getAttributes().get(ArrivalInterceptor.SCOPE);
        if (scope == null) {
            throw new IllegalStateException("ScopeInterceptor without ArrivalInterceptor around it");
        }
        Context context = scope.context().withValue(CurrentCall.SCOPE, scope);
        return Contexts.interceptCall(context, call, headers, next);
    }
}
