package sevenlayers.node;

import io.grpc.stub.StreamObserver;
import sevenlayers.node.knobs.Panel;
import sevenlayers.node.v1.GetKnobsRequest;
import sevenlayers.node.v1.GetKnobsResponse;
import sevenlayers.node.v1.KnobsServiceGrpc;
import sevenlayers.node.v1.SetKnobsRequest;
import sevenlayers.node.v1.SetKnobsResponse;

/** The knobs of this pod, over gRPC. */
final class KnobsService extends KnobsServiceGrpc.KnobsServiceImplBase {

    private final String pod;
    private final Panel panel;

    KnobsService(String pod, Panel panel) {
        this.pod = pod;
        this.panel = panel;
    }

    @Override
    public void getKnobs(GetKnobsRequest request, StreamObserver<GetKnobsResponse> responses) {
        responses.onNext(GetKnobsResponse.newBuilder()
                .setPod(pod)
                .setKnobs(KnobMessages.message(panel.setting().knobs()))
                .build());
        responses.onCompleted();
    }

    @Override
    public void setKnobs(SetKnobsRequest request, StreamObserver<SetKnobsResponse> responses) {
        Panel.Turned turned = panel.turn(KnobMessages.change(request.getKnobs()));
        responses.onNext(SetKnobsResponse.newBuilder()
                .setPod(pod)
                .setPrevious(KnobMessages.message(turned.previous()))
                .setKnobs(KnobMessages.message(turned.knobs()))
                .build());
        responses.onCompleted();
    }
}
