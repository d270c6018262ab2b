package sevenlayers.chassis.call;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.connection.AcceptedConnection;
import sevenlayers.chassis.connection.ConnectionTable;
import sevenlayers.chassis.trace.TraceContext;

/**
 * The outermost of the chassis: sees a call arrive and end, on the transport's threads.
 *
 * <p>It stands outside of whatever moves the call to another thread, because a cancellation has to get through while the handler is
 * busy; {@link ScopeInterceptor} stands inside and makes the {@link CallScope} current where the handler runs. The scope travels from
 * one to the other in the call's attributes, which every wrapper of a call passes on.
 */
public final class ArrivalInterceptor implements ServerInterceptor {
    static final Attributes.Key<CallScope> SCOPE = Attributes.Key.create("sevenlayers.call");

    /** Only sets a deadline's alarm; never runs the caller's code. */
    private static final ScheduledExecutorService ALARMS = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("deadlines").factory());

    private final String pod;
    private final ConnectionTable connections;
    private final List<Consumer<EndedCall>> observers;

    /**
     * @param pod the pod's name
     * @param connections where a call's connection is found
     * @param observers are told of each call that has ended, on whatever thread ended it
     */
    public ArrivalInterceptor(String pod, ConnectionTable connections, List<Consumer<EndedCall>> observers) {
        this.pod = pod;
        this.connections = connections;
        this.observers = List.copyOf(observers);
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        AcceptedConnection connection = connections.of(call.getAttributes());
        CallScope scope = new CallScope(
                pod,
                method,
                connection,
                connection.call(method),
                TraceContext.receive(headers),
                System.nanoTime(),
                context(headers));
        Arrived<ReqT, RespT> arrived = new Arrived<>(call, scope);
        Departure<ReqT> departure = new Departure<>(next.startCall(arrived, headers), arrived);
        arrived.watch(departure);
        return departure;
    }

    /** The deadline comes with grpc-java's context; the unified server leaves it in the headers. */
    private static Context.CancellableContext context(Metadata headers) {
        Context current = Context.current();
        return current.getDeadline() != null
                ? current.withCancellation()
                : GrpcTimeout.of(headers)
                        .map(timeout ->
                                current.withDeadline(Deadline.after(timeout.toNanos(), TimeUnit.NANOSECONDS), ALARMS))
                        .orElseGet(current::withCancellation);
    }

    private final class Arrived<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
        private final CallScope scope;
        private final Attributes attributes;
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile @Nullable Departure<ReqT> departure;

        Arrived(ServerCall<ReqT, RespT> call, CallScope scope) {
            super(call);
            this.scope = scope;
            this.attributes = call.getAttributes().toBuilder().set(SCOPE, scope).build();
        }

        /** The unified server does not cancel a call whose connection breaks: it learns of that here. */
        void watch(Departure<ReqT> listener) {
            departure = listener;
            scope.connection().atClose(listener);
            if (ended.get()) {
                scope.connection().cancelAtClose(listener);
            }
        }

        @Override
        public Attributes getAttributes() {
            return attributes;
        }

        @Override
        public void close(Status status, Metadata trailers) {
            super.close(status, trailers);
            ended(status);
        }

        /** @return whether the call was under way until now */
        @CanIgnoreReturnValue
        boolean ended(Status status) {
            if (!ended.compareAndSet(false, true)) {
                return false;
            }
            Departure<ReqT> listener = departure;
            if (listener != null) {
                scope.connection().cancelAtClose(listener);
            }
            EndedCall call = new EndedCall(
                    scope.pod(),
                    scope.method(),
                    scope.connection(),
                    scope.span(),
                    status.getCode(),
                    scope.elapsedMicros());
            observers.forEach(observer -> observer.accept(call));
            scope.context().cancel(status.isOk() ? null : status.asRuntimeException());
            return true;
        }
    }

    /** Hears that the caller went away, from the transport or from the connection's close; passes it on once. */
    private static final class Departure<ReqT> extends SimpleForwardingServerCallListener<ReqT> implements Runnable {
        private final ArrivalInterceptor.Arrived<ReqT, ?> call;
        private final AtomicBoolean told = new AtomicBoolean();

        Departure(ServerCall.Listener<ReqT> listener, ArrivalInterceptor.Arrived<ReqT, ?> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onCancel() {
            call.ended(Status.CANCELLED);
            if (told.compareAndSet(false, true)) {
                super.onCancel();
            }
        }

        @Override
        public void run() {
            if (call.ended(Status.CANCELLED)) {
                onCancel();
            }
        }
    }
}
