package sevenlayers.node;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import java.util.concurrent.CancellationException;
import sevenlayers.chassis.errors.LabStatus;
import sevenlayers.node.work.Cancellation;
import sevenlayers.node.work.Cpu;
import sevenlayers.node.work.Work;
import sevenlayers.node.work.Worker;

/** One call that works: message by message, until it ends or nobody waits for it any more. */
final class WorkCall {

    /** The largest payload; all others are a part of it, so that answering with one copies nothing. */
    private static final ByteString ZEROS = UnsafeByteOperations.unsafeWrap(new byte[Work.MAX_PAYLOAD_BYTES]);

    private final Cancellation cancellation = Cancellations.ofCurrentCall();
    private final Worker worker;

    /** The call that is being served on this thread. */
    WorkCall(Cpu cpu) {
        worker = new Worker(cpu, cancellation);
    }

    /**
     * Does this work and gives the payload to answer with.
     *
     * @throws io.grpc.StatusRuntimeException the work was to fail, or the call has ended
     */
    ByteString perform(Work work) {
        try {
            return switch (worker.perform(work)) {
                case Work.Answer(int bytes) -> ZEROS.substring(0, bytes);
                case Work.Failure(int code, String message) ->
                    throw LabStatus.exception(Status.fromCodeValue(code).getCode(), "FAILURE_ON_REQUEST", message);
            };
        } catch (CancellationException e) {
            throw Cancellations.status(e);
        }
    }

    /** While it computed last: the most calls, this one included, that were on a core at the same moment. */
    int together() {
        return worker.together();
    }

    /** Whether it has ended: nothing more may be sent. */
    boolean ended() {
        return cancellation.isCancelled();
    }
}
