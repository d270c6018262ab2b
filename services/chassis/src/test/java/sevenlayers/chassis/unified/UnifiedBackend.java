package sevenlayers.chassis.unified;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import sevenlayers.chassis.server.Backend;
import sevenlayers.node.v1.WorkRequest;
import sevenlayers.node.v1.WorkResponse;

/** {@link Backend} on the unified server; unary calls block, and run on virtual threads as the services' do. */
@GrpcService
class UnifiedBackend extends Backend {
    @Override
    @RunOnVirtualThread
    public void work(WorkRequest request, StreamObserver<WorkResponse> responses) {
        super.work(request, responses);
    }
}
