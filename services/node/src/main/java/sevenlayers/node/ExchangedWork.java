package sevenlayers.node;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import sevenlayers.chassis.call.CurrentCall;
import sevenlayers.node.v1.ExchangeWorkRequest;
import sevenlayers.node.v1.ExchangeWorkResponse;

/** Answers the parts of a conversation in turn, and takes the next one only when the caller reads the answers. */
final class ExchangedWork implements StreamObserver<ExchangeWorkRequest> {

    private final WorkCall call;
    private final ServerCallStreamObserver<ExchangeWorkResponse> out;
    private boolean asked = true;
    private int answered;

    ExchangedWork(WorkCall call, ServerCallStreamObserver<ExchangeWorkResponse> out) {
        this.call = call;
        this.out = out;
        out.disableAutoRequest();
        out.setOnReadyHandler(this::askForNext);
        out.request(1);
    }

    @Override
    public void onNext(ExchangeWorkRequest part) {
        asked = false;
        ByteString payload = call.perform(WorkMessages.work(part.getWork()));
        out.onNext(ExchangeWorkResponse.newBuilder()
                .setAnswer(CurrentCall.answer())
                .setIndex(++answered)
                .setPayload(payload)
                .build());
        askForNext();
    }

    private void askForNext() {
        if (!asked && out.isReady()) {
            asked = true;
            out.request(1);
        }
    }

    @Override
    public void onError(Throwable cancelled) {
        // The caller left; the call's context, which the work listens to, is cancelled, too.
    }

    @Override
    public void onCompleted() {
        if (!call.ended()) {
            out.onCompleted();
        }
    }
}
