package sevenlayers.client.relay;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Struct;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.client.channel.ChannelOpener;
import sevenlayers.client.channel.ChannelSettings;
import sevenlayers.client.channel.LabChannel;
import sevenlayers.client.channel.LabTargets;
import sevenlayers.client.channel.Policy;
import sevenlayers.client.channel.StatusText;
import sevenlayers.client.channel.Target;
import sevenlayers.client.v1.CallRequest;

/** Relays calls: learns the method's types from the server, makes the call, and gives back what came as if it had been made directly. */
public final class Relay {

    /** An answer of 1 MiB takes several as a message, as a Struct and as bytes to send, and the heap is 64 MiB. */
    private static final int MOST_CALLS = 8;

    private final ChannelOpener opener;
    private final LabTargets targets;
    private final Semaphore free = new Semaphore(MOST_CALLS);

    /**
     * @param opener  opens channels
     * @param targets whom this client may call
     */
    public Relay(ChannelOpener opener, LabTargets targets) {
        this.opener = opener;
        this.targets = targets;
    }

    /** Takes the messages of the answer, one after the other; may block while its reader has no room. */
    @FunctionalInterface
    public interface Answers {
        /** Takes the next. */
        void next(Struct message) throws InterruptedException;
    }

    /**
     * Relays one call on this thread, which blocks until it has ended. It ends early if the current {@link io.grpc.Context} does.
     *
     * @throws StatusException        the call's own status with its trailers
     * @throws StatusRuntimeException what was wrong with the request: INVALID_ARGUMENT, PERMISSION_DENIED for a target outside of the
     *     lab, UNAVAILABLE for a name without addresses, RESOURCE_EXHAUSTED with too many calls under way
     */
    public void call(CallRequest request, Answers answers) throws StatusException, InterruptedException {
        RelayPlan plan = RelayPlan.of(request, targets);
        targets.requireInside(plan.target());
        if (!free.tryAcquire()) {
            throw LabStatus.exception(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "CLIENT_LIMIT",
                    "this client relays %d calls already; allowed: %d; wait until one has ended"
                            .formatted(MOST_CALLS, MOST_CALLS),
                    Map.of("limit", "relayed calls"));
        }
        try {
            targets.requireAddress(plan.target());
            LabChannel channel = opener.open(1, settings(plan.target()));
            try {
                call(plan, channel.calls(), answers);
            } finally {
                channel.managed().shutdownNow();
            }
        } finally {
            free.release();
        }
    }

    private static void call(RelayPlan plan, Channel channel, Answers answers)
            throws StatusException, InterruptedException {
        Schema schema = learn(plan, channel);
        MethodDescriptor method = method(plan, schema);
        DynamicMessage message = Json.message(plan.request(), method.getInputType(), schema.types());
        BlockingClientCall<DynamicMessage, DynamicMessage> call = ClientCalls.blockingV2ServerStreamingCall(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(plan.metadata())),
                grpcMethod(method),
                CallOptions.DEFAULT.withDeadlineAfter(plan.deadline().toNanos(), TimeUnit.NANOSECONDS),
                message);
        try {
            for (int relayed = 0; relayed < plan.maxMessages(); relayed++) {
                @Nullable DynamicMessage answer = call.read();
                if (answer == null) {
                    return;
                }
                answers.next(Json.json(answer, schema.types()));
            }
            if (!method.isServerStreaming()) {
                call.read(); // its status
            }
        } catch (StatusException failed) {
            throw failed.getStatus().asException(RelayedMetadata.passOn(failed.getTrailers()));
        } finally {
            call.cancel("enough", null);
        }
    }

    private static Schema learn(RelayPlan plan, Channel channel) throws StatusException, InterruptedException {
        try (ReflectionClient server = new ReflectionClient(channel)) {
            Optional<Schema> schema = Schema.learn(plan.service(), server);
            if (schema.isEmpty()) {
                new Violations()
                        .check(
                                false,
                                "method",
                                "%s has no service %s; allowed: a method of %s"
                                        .formatted(
                                                plan.target().authority(),
                                                plan.service(),
                                                String.join(", ", server.services())))
                        .throwIfAny();
            }
            return schema.orElseThrow();
        } catch (StatusException failed) {
            throw unlearned(plan.target(), failed);
        }
    }

    /** The status of a server that could not be asked, in words that say so. */
    private static StatusException unlearned(Target target, StatusException failed) {
        Status status = failed.getStatus();
        return status.getCode() == Status.Code.UNIMPLEMENTED
                ? Status.FAILED_PRECONDITION
                        .withDescription(
                                target.authority() + " has no gRPC reflection, so its methods' types cannot be learned")
                        .asException()
                : status.withDescription(target.authority() + ": " + StatusText.of(status))
                        .asException(RelayedMetadata.passOn(failed.getTrailers()));
    }

    private static MethodDescriptor method(RelayPlan plan, Schema schema) {
        @Nullable MethodDescriptor method = schema.service().findMethodByName(plan.method());
        Violations violations = new Violations()
                .check(
                        method != null,
                        "method",
                        plan.service() + " has no method " + plan.method() + "; allowed: "
                                + schema.service().getMethods().stream()
                                        .map(MethodDescriptor::getName)
                                        .collect(Collectors.joining(", ")))
                .check(
                        method == null || !method.isClientStreaming(),
                        "method",
                        plan.method() + " takes a stream of requests; allowed: unary and server stream calls");
        violations.throwIfAny();
        if (method == null) {
            throw new IllegalStateException("thrown above");
        }
        return method;
    }

    private static io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> grpcMethod(MethodDescriptor method) {
        return io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setType(method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY)
                .setFullMethodName(io.grpc.MethodDescriptor.generateFullMethodName(
                        method.getService().getFullName(), method.getName()))
                .setRequestMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
                .setResponseMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
                .build();
    }

    private static ChannelSettings settings(Target target) {
        return new ChannelSettings(target, Policy.PICK_FIRST, 1, Map.of(), Optional.empty());
    }
}
