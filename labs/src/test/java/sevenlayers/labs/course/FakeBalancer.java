package sevenlayers.labs.course;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import sevenlayers.balancer.v1.Backend;
import sevenlayers.balancer.v1.BalancerServiceGrpc.BalancerServiceImplBase;
import sevenlayers.balancer.v1.GetSettingsRequest;
import sevenlayers.balancer.v1.GetSettingsResponse;
import sevenlayers.balancer.v1.Layer;
import sevenlayers.balancer.v1.ListBackendsRequest;
import sevenlayers.balancer.v1.ListBackendsResponse;
import sevenlayers.balancer.v1.Listener;
import sevenlayers.balancer.v1.ListenerSettings;
import sevenlayers.balancer.v1.Policy;
import sevenlayers.balancer.v1.SetSettingsRequest;
import sevenlayers.balancer.v1.SetSettingsResponse;
import sevenlayers.balancer.v1.Settings;
import sevenlayers.balancer.v1.Weight;
import sevenlayers.balancer.v1.Weights;

/** A balancer's settings in memory. As the real one, it refuses weights of backends that it does not list. */
public final class FakeBalancer extends BalancerServiceImplBase {

    public final TreeSet<String> pods = new TreeSet<>(List.of("node-1", "node-2", "node-3"));

    private static final Settings AT_START = Settings.newBuilder()
            .setPolicy(Policy.newBuilder().setName("round_robin"))
            .setSource("node:9000")
            .setWeights(Weights.getDefaultInstance())
            .build();

    private final Map<Layer, Settings> settings =
            new EnumMap<>(Map.of(Layer.LAYER_L4, AT_START, Layer.LAYER_L7, AT_START));

    public synchronized Settings settings(Layer layer) {
        return settings.getOrDefault(layer, AT_START);
    }

    public synchronized void set(Layer layer, String policy, Weight... weights) {
        settings.put(
                layer,
                settings(layer).toBuilder()
                        .setPolicy(Policy.newBuilder().setName(policy))
                        .setWeights(Weights.newBuilder().addAllWeights(List.of(weights)))
                        .build());
    }

    @Override
    public synchronized void getSettings(GetSettingsRequest request, StreamObserver<GetSettingsResponse> answer) {
        GetSettingsResponse.Builder response = GetSettingsResponse.newBuilder();
        settings.forEach((layer, set) -> {
            response.addListeners(listener(layer, set));
            response.addAtStart(listener(layer, AT_START));
        });
        answer.onNext(response.build());
        answer.onCompleted();
    }

    @Override
    public synchronized void setSettings(SetSettingsRequest request, StreamObserver<SetSettingsResponse> answer) {
        Optional<Weight> unknown = request.getSettings().getWeights().getWeightsList().stream()
                .filter(weight -> !pods.contains(weight.getBackend()))
                .findFirst();
        if (unknown.isPresent()) {
            answer.onError(Status.INVALID_ARGUMENT
                    .withDescription("no backend " + unknown.get().getBackend())
                    .asRuntimeException());
            return;
        }
        SetSettingsResponse.Builder response = SetSettingsResponse.newBuilder();
        response.addPrevious(listener(request.getLayer(), settings(request.getLayer())));
        settings.put(
                request.getLayer(),
                settings(request.getLayer()).toBuilder()
                        .clearWeights()
                        .mergeFrom(request.getSettings())
                        .build());
        answer.onNext(response.build());
        answer.onCompleted();
    }

    @Override
    public synchronized void listBackends(ListBackendsRequest request, StreamObserver<ListBackendsResponse> answer) {
        List<Backend> backends = new ArrayList<>();
        pods.forEach(pod -> backends.add(Backend.newBuilder().setPod(pod).build()));
        answer.onNext(ListBackendsResponse.newBuilder()
                .addListeners(Listener.newBuilder().setLayer(request.getLayer()).addAllBackends(backends))
                .build());
        answer.onCompleted();
    }

    private static ListenerSettings listener(Layer layer, Settings settings) {
        return ListenerSettings.newBuilder()
                .setLayer(layer)
                .setSettings(settings)
                .build();
    }
}
