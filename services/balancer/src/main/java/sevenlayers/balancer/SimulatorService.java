package sevenlayers.balancer;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import sevenlayers.balancer.v1.SimulateRequest;
import sevenlayers.balancer.v1.SimulateResponse;
import sevenlayers.balancer.v1.SimulatorServiceGrpc;

/** The simulator as a service: reads a request and hands it to the thread that simulates. */
@GrpcService
class SimulatorService extends SimulatorServiceGrpc.SimulatorServiceImplBase {
    private final Simulations simulations;

    SimulatorService(Simulations simulations) {
        this.simulations = simulations;
    }

    @Override
    public void simulate(SimulateRequest request, StreamObserver<SimulateResponse> response) {
        simulations.start(SimulatorRules.read(request), (ServerCallStreamObserver<SimulateResponse>) response);
    }
}
