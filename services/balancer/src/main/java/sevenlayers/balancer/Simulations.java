package sevenlayers.balancer;

import io.grpc.stub.ServerCallStreamObserver;
import sevenlayers.balancer.v1.SimulateResponse;

/** The simulations under way and those that wait for their turn. */
final class Simulations implements AutoCloseable {
    private final HeavyCalls calls = new HeavyCalls("simulation", "SIMULATOR_BUSY", 3);

    /**
     * Runs a simulation when it is its turn, and answers.
     *
     * @throws io.grpc.StatusRuntimeException RESOURCE_EXHAUSTED: too many wait already
     */
    void start(Simulation simulation, ServerCallStreamObserver<SimulateResponse> client) {
        calls.start(stop -> SimulatorMessages.response(simulation, simulation.run(stop)), client);
    }

    @Override
    public void close() {
        calls.close();
    }
}
