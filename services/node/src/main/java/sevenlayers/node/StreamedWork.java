package sevenlayers.node;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import sevenlayers.chassis.call.CurrentCall;
import sevenlayers.node.v1.StreamWorkResponse;
import sevenlayers.node.work.Work;

/** Sends the answers of one stream: run whenever the transport has become ready for more. */
final class StreamedWork implements Runnable {

    private final WorkCall call;
    private final Work work;
    private final int count;
    private final ServerCallStreamObserver<StreamWorkResponse> out;
    private int sent;

    StreamedWork(WorkCall call, Work work, int count, ServerCallStreamObserver<StreamWorkResponse> out) {
        this.call = call;
        this.work = work;
        this.count = count;
        this.out = out;
    }

    @Override
    public void run() {
        while (sent < count && out.isReady() && !call.ended()) {
            ByteString payload = call.perform(work);
            out.onNext(StreamWorkResponse.newBuilder()
                    .setAnswer(CurrentCall.answer())
                    .setIndex(++sent)
                    .setPayload(payload)
                    .build());
            if (sent == count) {
                out.onCompleted();
            }
        }
    }
}
