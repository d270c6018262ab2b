package sevenlayers.node;

import io.grpc.stub.StreamObserver;
import sevenlayers.chassis.call.CurrentCall;
import sevenlayers.node.v1.CollectWorkRequest;
import sevenlayers.node.v1.CollectWorkResponse;

/** Takes the parts of one request in, and answers at its end. The stub asks for the next part when this one is done. */
final class CollectedWork implements StreamObserver<CollectWorkRequest> {

    private final WorkCall call;
    private final StreamObserver<CollectWorkResponse> out;
    private long messages;
    private long payloadBytes;

    CollectedWork(WorkCall call, StreamObserver<CollectWorkResponse> out) {
        this.call = call;
        this.out = out;
    }

    @Override
    public void onNext(CollectWorkRequest part) {
        call.perform(WorkMessages.work(part.getWork()));
        messages++;
        payloadBytes += part.getPayload().size();
    }

    @Override
    public void onError(Throwable cancelled) {
        // The caller left; the call's context, which the work listens to, is cancelled, too.
    }

    @Override
    public void onCompleted() {
        if (call.ended()) {
            return;
        }
        out.onNext(CollectWorkResponse.newBuilder()
                .setAnswer(CurrentCall.answer())
                .setMessages(messages)
                .setPayloadBytes(payloadBytes)
                .build());
        out.onCompleted();
    }
}
