package sevenlayers.client.drive;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.v1.Answer;
import sevenlayers.client.channel.Addresses;
import sevenlayers.client.channel.LabChannel;
import sevenlayers.client.report.Ended;
import sevenlayers.node.v1.NodeServiceGrpc;
import sevenlayers.node.v1.WorkRequest;
import sevenlayers.node.v1.WorkResponse;

/**
 * One call from its start to its end, when it becomes a signal to its drive.
 *
 * <p>Which connection carried it comes from a stream tracer: grpc-java makes one for each attempt and tells it the transport as soon as
 * there is one, so that a call which never had an answer has its addresses, too. The call's own attributes know them only later.
 */
final class DrivenCall extends ClientCall.Listener<WorkResponse> implements Signal {

    private final long number;
    private final LabChannel channel;
    private final long startedNanos;
    private final Consumer<Signal> drive;
    private String key = "";
    private @Nullable ClientCall<WorkRequest, WorkResponse> call;

    // Written on grpc-java's threads, which hand over to each other; read after onClose.
    private volatile Attributes transport = Attributes.EMPTY;
    private volatile int attempts;
    private volatile Answer answer = Answer.getDefaultInstance();
    private volatile int computedTogether;
    private volatile Status status = Status.UNKNOWN;
    private volatile long endedNanos;

    /**
     * @param number       its number in the drive, from 1
     * @param channel      the channel that makes it
     * @param startedNanos from when its latency counts
     * @param drive        told when it has ended
     */
    DrivenCall(long number, LabChannel channel, long startedNanos, Consumer<Signal> drive) {
        this.number = number;
        this.channel = channel;
        this.startedNanos = startedNanos;
        this.drive = drive;
    }

    void start(CallOptions options, WorkRequest work, Optional<Users> users) {
        Metadata headers = new Metadata();
        users.ifPresent(named -> {
            key = named.of(number);
            headers.put(named.header(), key);
        });
        ClientCall<WorkRequest, WorkResponse> started = channel.calls()
                .newCall(NodeServiceGrpc.getWorkMethod(), options.withStreamTracerFactory(new Attempts()));
        call = started;
        started.start(this, headers);
        started.request(2); // as for any unary call: one message, and to notice a second
        started.sendMessage(work);
        started.halfClose();
    }

    void cancel(String why) {
        if (call != null) {
            call.cancel(why, null);
        }
    }

    @Override
    public void onMessage(WorkResponse response) {
        answer = response.getAnswer();
        computedTogether = response.getComputedTogether();
    }

    @Override
    public void onClose(Status ended, Metadata trailers) {
        endedNanos = System.nanoTime();
        status = ended;
        drive.accept(this);
    }

    long number() {
        return number;
    }

    /** Whose call it is; empty if it does not say. */
    String key() {
        return key;
    }

    int attempts() {
        return attempts;
    }

    Status status() {
        return status;
    }

    Answer answer() {
        return answer;
    }

    /** What the pod says: how many calls were on its cores at the same moment. */
    int computedTogether() {
        return computedTogether;
    }

    /** The call as far as counting goes. */
    Ended ended() {
        Attributes carrier = transport; // empty if it never had one
        return new Ended(
                channel.watch().number(),
                status.getCode().name(),
                answer.getPod(),
                answer.getConnection().getNumber(),
                Addresses.text(carrier.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR)),
                Addresses.text(carrier.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)),
                startedNanos,
                endedNanos);
    }

    private final class Attempts extends ClientStreamTracer.Factory {
        @Override
        public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
            // A transparent retry (gRFC A6) never reached a server's code and is not an attempt of its own.
            attempts = Math.max(attempts, info.getPreviousAttempts() + 1);
            return new ClientStreamTracer() {
                @Override
                public void streamCreated(Attributes carrier, Metadata sent) {
                    transport = carrier;
                }
            };
        }
    }
}
