package sevenlayers.chassis.unified;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.grpc.runtime.Interceptors;
import jakarta.enterprise.inject.spi.Prioritized;
import jakarta.inject.Singleton;
import sevenlayers.chassis.call.ArrivalInterceptor;
import sevenlayers.chassis.call.ScopeInterceptor;
import sevenlayers.chassis.errors.ErrorInterceptor;
import sevenlayers.chassis.reflection.Comments;
import sevenlayers.chassis.reflection.CommentsInterceptor;
import sevenlayers.chassis.server.Chassis;

/**
 * The chassis's interceptors in Quarkus' order: the higher the priority, the further outside.
 *
 * <p>Quarkus moves a call to a virtual thread at {@link Interceptors#BLOCKING_HANDLER} and holds back what happens to it while the
 * handler runs, its cancellation too: arrival has to stand outside of that, the scope inside.
 */
final class UnifiedInterceptors {
    private UnifiedInterceptors() {}

    /** On the event loop. */
    @Singleton
    @GlobalInterceptor
    static class Outside implements ServerInterceptor, Prioritized {
        private final ServerInterceptor arrival;

        Outside(Chassis chassis) {
            arrival = new ArrivalInterceptor(chassis.pod().name(), chassis.connections(), chassis.observers());
        }

        @Override
        public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
                ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
            return arrival.interceptCall(call, headers, next);
        }

        @Override
        public int getPriority() {
            return Interceptors.BLOCKING_HANDLER + 1;
        }
    }

    /** On the handler's thread. */
    @Singleton
    @GlobalInterceptor
    static class Inside implements ServerInterceptor, Prioritized {
        private final ServerInterceptor scope = new ScopeInterceptor();
        private final ServerInterceptor errors = new ErrorInterceptor();
        private final ServerInterceptor comments = new CommentsInterceptor(Comments.ofContract());

        @Override
        public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
                ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
            ServerCallHandler<ReqT, RespT> commented = around(comments, next);
            ServerCallHandler<ReqT, RespT> guarded = around(errors, commented);
            return scope.interceptCall(call, headers, guarded);
        }

        private static <ReqT, RespT> ServerCallHandler<ReqT, RespT> around(
                ServerInterceptor interceptor, ServerCallHandler<ReqT, RespT> next) {
            return (call, headers) -> interceptor.interceptCall(call, headers, next);
        }

        /** Inside of Quarkus' exception handler, outside of interceptors of a service's own, whose default is zero. */
        @Override
        public int getPriority() {
            return 1_000;
        }
    }
}
