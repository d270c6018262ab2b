package sevenlayers.balancer;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import sevenlayers.balancer.decision.DecisionLog;
import sevenlayers.balancer.health.HealthLog;
import sevenlayers.balancer.v1.BalancerServiceGrpc;
import sevenlayers.balancer.v1.ExplainRequest;
import sevenlayers.balancer.v1.ExplainResponse;
import sevenlayers.balancer.v1.GetSettingsRequest;
import sevenlayers.balancer.v1.GetSettingsResponse;
import sevenlayers.balancer.v1.Layer;
import sevenlayers.balancer.v1.ListBackendsRequest;
import sevenlayers.balancer.v1.ListBackendsResponse;
import sevenlayers.balancer.v1.PlanHashingRequest;
import sevenlayers.balancer.v1.PlanHashingResponse;
import sevenlayers.balancer.v1.SetSettingsRequest;
import sevenlayers.balancer.v1.SetSettingsResponse;
import sevenlayers.balancer.v1.WatchDecisionsRequest;
import sevenlayers.balancer.v1.WatchDecisionsResponse;
import sevenlayers.balancer.v1.WatchHealthRequest;
import sevenlayers.balancer.v1.WatchHealthResponse;
import sevenlayers.chassis.errors.Violations;

/** The admin service: maps messages to calls and back. */
@GrpcService
class BalancerService extends BalancerServiceGrpc.BalancerServiceImplBase {
    static final String LAYERS = "not a layer; allowed: LAYER_L4, LAYER_L7, or nothing for both";

    private final Doors doors;
    private final Watches watches;
    private final SettingsPanel settings;
    private final Explanations explanations;

    BalancerService(Doors doors, Watches watches, SettingsPanel settings, Explanations explanations) {
        this.doors = doors;
        this.watches = watches;
        this.settings = settings;
        this.explanations = explanations;
    }

    @Override
    public void listBackends(ListBackendsRequest request, StreamObserver<ListBackendsResponse> response) {
        Set<sevenlayers.balancer.decision.Layer> layers = layers(request.getLayer(), new Violations());
        ListBackendsResponse.Builder answer = ListBackendsResponse.newBuilder();
        doors.doors().stream()
                .filter(door -> layers.contains(door.control().layer()))
                .map(door -> Messages.listener(door, doors.pods(), System.nanoTime()))
                .forEach(answer::addListeners);
        response.onNext(answer.build());
        response.onCompleted();
    }

    @Override
    public void watchDecisions(WatchDecisionsRequest request, StreamObserver<WatchDecisionsResponse> response) {
        Violations violations = new Violations().range("last", request.getLast(), 0, DecisionLog.CAPACITY);
        DecisionLog.Reader reader = doors.decisions().reader(request.getLast(), layers(request.getLayer(), violations));
        watches.start(
                (ServerCallStreamObserver<WatchDecisionsResponse>) response,
                watcher -> doors.decisions().watch(watcher)::close,
                () -> {
                    DecisionLog.Read next = reader.next();
                    return next == null ? null : Messages.response(next);
                });
    }

    @Override
    public void watchHealth(WatchHealthRequest request, StreamObserver<WatchHealthResponse> response) {
        Violations violations = new Violations().range("last", request.getLast(), 0, HealthLog.CAPACITY);
        HealthLog.Reader reader = doors.health().reader(request.getLast(), layers(request.getLayer(), violations));
        watches.start(
                (ServerCallStreamObserver<WatchHealthResponse>) response,
                watcher -> doors.health().watch(watcher)::close,
                () -> {
                    HealthLog.Read next = reader.next();
                    return next == null ? null : Messages.response(next, doors.pods());
                });
    }

    @Override
    public void getSettings(GetSettingsRequest request, StreamObserver<GetSettingsResponse> response) {
        response.onNext(settings.settings(layers(request.getLayer(), new Violations())));
        response.onCompleted();
    }

    /** Looks names up, so not on an event loop. */
    @Override
    @RunOnVirtualThread
    public void setSettings(SetSettingsRequest request, StreamObserver<SetSettingsResponse> response) {
        response.onNext(settings.set(request));
        response.onCompleted();
    }

    @Override
    public void explain(ExplainRequest request, StreamObserver<ExplainResponse> response) {
        explanations.explain(request, (ServerCallStreamObserver<ExplainResponse>) response);
    }

    @Override
    public void planHashing(PlanHashingRequest request, StreamObserver<PlanHashingResponse> response) {
        explanations.plan(request, (ServerCallStreamObserver<PlanHashingResponse>) response);
    }

    /**
     * The layers that are meant.
     *
     * @param violations found so far; the call ends here if there are any
     */
    static Set<sevenlayers.balancer.decision.Layer> layers(Layer asked, Violations violations) {
        violations.check(asked != Layer.UNRECOGNIZED, "layer", LAYERS).throwIfAny();
        return meant(asked);
    }

    /** The layers that are meant; none by a value that there is not. */
    static Set<sevenlayers.balancer.decision.Layer> meant(Layer asked) {
        Set<sevenlayers.balancer.decision.Layer> layers = EnumSet.noneOf(sevenlayers.balancer.decision.Layer.class);
        Stream.of(sevenlayers.balancer.decision.Layer.values())
                .filter(layer -> asked == Layer.LAYER_UNSPECIFIED || asked == Messages.layer(layer))
                .forEach(layers::add);
        return layers;
    }
}
