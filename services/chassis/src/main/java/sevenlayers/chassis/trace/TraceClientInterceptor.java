package sevenlayers.chassis.trace;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import sevenlayers.chassis.call.CurrentCall;

/**
 * Carries the trace of the call being served into the calls that it makes; a call made outside of any begins a trace. A {@code
 * traceparent} that is there already stays.
 */
public final class TraceClientInterceptor implements ClientInterceptor {
    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
            MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<RespT> responses, Metadata headers) {
                if (!headers.containsKey(TraceContext.TRACEPARENT)) {
                    TraceContext.send(CurrentCall.span().orElseGet(TraceContext::begin), headers);
                }
                super.start(responses, headers);
            }
        };
    }
}
