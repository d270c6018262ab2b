package sevenlayers.balancer;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.util.EnumSet;
import java.util.stream.Stream;
import sevenlayers.balancer.decision.DecisionLog;
import sevenlayers.balancer.v1.BalancerServiceGrpc;
import sevenlayers.balancer.v1.Layer;
import sevenlayers.balancer.v1.ListBackendsRequest;
import sevenlayers.balancer.v1.ListBackendsResponse;
import sevenlayers.balancer.v1.WatchDecisionsRequest;
import sevenlayers.balancer.v1.WatchDecisionsResponse;
import sevenlayers.chassis.errors.Violations;

/** The admin service: maps messages to calls and back. */
@GrpcService
class BalancerService extends BalancerServiceGrpc.BalancerServiceImplBase {
    private static final String LAYERS = "not a layer; allowed: LAYER_L4, LAYER_L7, or nothing for both";

    private final Doors doors;
    private final Watches watches;

    BalancerService(Doors doors, Watches watches) {
        this.doors = doors;
        this.watches = watches;
    }

    @Override
    public void listBackends(ListBackendsRequest request, StreamObserver<ListBackendsResponse> response) {
        Layer layer = request.getLayer();
        new Violations().check(layer != Layer.UNRECOGNIZED, "layer", LAYERS).throwIfAny();
        ListBackendsResponse.Builder answer = ListBackendsResponse.newBuilder();
        doors.doors().stream()
                .filter(door -> wanted(layer, door.layer()))
                .map(door -> Messages.listener(
                        door,
                        doors.discovery().source().text(),
                        doors.discovery().interval().toMillis(),
                        doors.pods()))
                .forEach(answer::addListeners);
        response.onNext(answer.build());
        response.onCompleted();
    }

    @Override
    public void watchDecisions(WatchDecisionsRequest request, StreamObserver<WatchDecisionsResponse> response) {
        Layer layer = request.getLayer();
        new Violations()
                .check(layer != Layer.UNRECOGNIZED, "layer", LAYERS)
                .range("last", request.getLast(), 0, DecisionLog.CAPACITY)
                .throwIfAny();
        watches.start(
                (ServerCallStreamObserver<WatchDecisionsResponse>) response,
                request.getLast(),
                EnumSet.copyOf(Stream.of(sevenlayers.balancer.decision.Layer.values())
                        .filter(one -> wanted(layer, one))
                        .toList()));
    }

    private static boolean wanted(Layer asked, sevenlayers.balancer.decision.Layer layer) {
        return asked == Layer.LAYER_UNSPECIFIED || asked == Messages.layer(layer);
    }
}
