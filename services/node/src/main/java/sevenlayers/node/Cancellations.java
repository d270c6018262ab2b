package sevenlayers.node;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CancellationException;
import sevenlayers.node.work.Cancellation;

/** The end of a gRPC call as the engine hears of it. */
final class Cancellations {

    private Cancellations() {}

    /** Of the call that is being served on this thread: when it ends, its deadline passes or its caller leaves. */
    static Cancellation ofCurrentCall() {
        Cancellation cancellation = new Cancellation();
        // grpc-java cancels the context off the call's own thread: it gets through while the handler waits.
        Context.current().addListener(_ -> cancellation.cancel(), Runnable::run);
        return cancellation;
    }

    /** What to throw for work that was given up. Nobody hears it any more; it ends the handler without a line in the log. */
    static StatusRuntimeException status(CancellationException givenUp) {
        return Status.CANCELLED.withDescription(givenUp.getMessage()).asRuntimeException();
    }
}
