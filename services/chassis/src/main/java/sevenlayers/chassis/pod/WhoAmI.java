package sevenlayers.chassis.pod;

import io.grpc.stub.StreamObserver;
import sevenlayers.chassis.call.CurrentCall;
import sevenlayers.chassis.identity.PodIdentity;
import sevenlayers.chassis.v1.PodServiceGrpc;
import sevenlayers.chassis.v1.WhoAmIRequest;
import sevenlayers.chassis.v1.WhoAmIResponse;

/** Who answered, over which connection: the same on both kinds of server. */
public class WhoAmI extends PodServiceGrpc.PodServiceImplBase {
    private final PodIdentity pod;

    public WhoAmI(PodIdentity pod) {
        this.pod = pod;
    }

    @Override
    public void whoAmI(WhoAmIRequest request, StreamObserver<WhoAmIResponse> responses) {
        responses.onNext(WhoAmIResponse.newBuilder()
                .setPod(pod.toProto())
                .setConnection(CurrentCall.connection())
                .setTraceId(CurrentCall.traceId())
                .build());
        responses.onCompleted();
    }
}
