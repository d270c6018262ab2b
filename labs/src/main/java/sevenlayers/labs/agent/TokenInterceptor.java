package sevenlayers.labs.agent;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;

/**
 * Lets a call through that only looks, or that shows the token. Which calls only look is said in the contract
 * ({@code idempotency_level = NO_SIDE_EFFECTS}); a new call that says nothing wants the token.
 */
final class TokenInterceptor implements ServerInterceptor {

    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Token token;
    private final String where;

    TokenInterceptor(Token token, String where) {
        this.token = token;
        this.where = where;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        String shown = headers.get(AUTHORIZATION);
        if (onlyLooks(call.getMethodDescriptor()) || (shown != null && token.isShownBy(shown))) {
            return next.startCall(call, headers);
        }
        call.close(
                Status.UNAUTHENTICATED.withDescription((shown == null
                                ? "This call changes something and came without the token."
                                : "This call changes something and came with a token that is not this lab's.")
                        + " Send the metadata \"authorization: Bearer TOKEN\"; the token is in " + where
                        + ": grpcurl -H \"authorization: Bearer $(cat " + where + ")\" ..."),
                new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private static boolean onlyLooks(MethodDescriptor<?, ?> method) {
        String service = method.getServiceName();
        if (service != null && (service.startsWith("grpc.reflection.") || service.equals("grpc.health.v1.Health"))) {
            return true;
        }
        return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema
                && schema.getMethodDescriptor().getOptions().getIdempotencyLevel() == IdempotencyLevel.NO_SIDE_EFFECTS;
    }
}
