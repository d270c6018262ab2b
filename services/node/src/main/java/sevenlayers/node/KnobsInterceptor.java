package sevenlayers.node;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.node.knobs.Knobs;
import sevenlayers.node.knobs.Panel;
import sevenlayers.node.knobs.Setting;
import sevenlayers.node.knobs.Slots;
import sevenlayers.node.v1.NodeServiceGrpc;

/**
 * What the knobs do to the calls that work: the concurrency limit first, then the latency, then the chance to fail. Calls that look
 * (ListConnections, WatchConnections) pass: a pod that was made to fail must still be seen.
 */
final class KnobsInterceptor implements ServerInterceptor {

    private static final Set<String> WORKING = Set.of(
            NodeServiceGrpc.getWorkMethod().getFullMethodName(),
            NodeServiceGrpc.getStreamWorkMethod().getFullMethodName(),
            NodeServiceGrpc.getCollectWorkMethod().getFullMethodName(),
            NodeServiceGrpc.getExchangeWorkMethod().getFullMethodName());

    private final String pod;
    private final Panel panel;
    private final Slots slots = new Slots();

    KnobsInterceptor(String pod, Panel panel) {
        this.pod = pod;
        this.panel = panel;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        if (!WORKING.contains(call.getMethodDescriptor().getFullMethodName())) {
            return next.startCall(call, headers);
        }
        Setting setting = panel.setting();
        Slot slot = enter(setting.knobs().concurrencyLimit());
        try {
            delay(setting);
            failByChance(setting);
            return new ServedListener<>(next.startCall(new Served<>(call, slot), headers), slot);
        } catch (RuntimeException e) {
            slot.leave();
            throw e;
        }
    }

    private Slot enter(int limit) {
        if (!slots.enter(limit)) {
            throw LabStatus.exception(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "CONCURRENCY_LIMIT",
                    "%s serves %d calls at the same time, as its knob concurrency_limit says; try again, or elsewhere."
                            .formatted(pod, limit),
                    Map.of("pod", pod, "limit", Integer.toString(limit)));
        }
        return new Slot();
    }

    private static void delay(Setting setting) {
        try {
            Cancellations.ofCurrentCall().pause(setting.waits().next());
        } catch (CancellationException e) {
            throw Cancellations.status(e);
        }
    }

    private void failByChance(Setting setting) {
        if (setting.errorDraws().nextFails()) {
            Knobs.Errors errors = setting.knobs().errors();
            throw LabStatus.exception(
                    Status.fromCodeValue(errors.code()).getCode(),
                    "ERROR_RATE",
                    "%s fails this share of its calls, as its knob error_rate says: %s.".formatted(pod, errors.rate()),
                    Map.of("pod", pod, "error_rate", Double.toString(errors.rate())));
        }
    }

    /** A slot that is given back once, whichever end of the call comes first. */
    private final class Slot {

        private final AtomicBoolean left = new AtomicBoolean();

        void leave() {
            if (left.compareAndSet(false, true)) {
                slots.leave();
            }
        }
    }

    /** Gives the slot back before the status goes out: a caller that calls again at once must not find its own call in the way. */
    private static final class Served<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

        private final KnobsInterceptor.Slot slot;

        Served(ServerCall<ReqT, RespT> call, KnobsInterceptor.Slot slot) {
            super(call);
            this.slot = slot;
        }

        @Override
        public void close(Status status, Metadata trailers) {
            slot.leave();
            super.close(status, trailers);
        }
    }

    /** A handler that throws is answered further outside, past {@link Served}. */
    private static final class ServedListener<ReqT> extends SimpleForwardingServerCallListener<ReqT> {

        private final KnobsInterceptor.Slot slot;

        ServedListener(ServerCall.Listener<ReqT> listener, KnobsInterceptor.Slot slot) {
            super(listener);
            this.slot = slot;
        }

        @Override
        public void onMessage(ReqT message) {
            leaveIfThrown(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            leaveIfThrown(super::onHalfClose);
        }

        @Override
        public void onReady() {
            leaveIfThrown(super::onReady);
        }

        @Override
        public void onCancel() {
            slot.leave();
            super.onCancel();
        }

        @Override
        public void onComplete() {
            slot.leave();
            super.onComplete();
        }

        private void leaveIfThrown(Runnable callback) {
            try {
                callback.run();
            } catch (RuntimeException e) {
                slot.leave();
                throw e;
            }
        }
    }
}
