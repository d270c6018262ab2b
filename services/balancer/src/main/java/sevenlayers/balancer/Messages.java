package sevenlayers.balancer;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import sevenlayers.balancer.backend.Addresses;
import sevenlayers.balancer.backend.PodNames;
import sevenlayers.balancer.decision.Decision;
import sevenlayers.balancer.decision.DecisionLog;
import sevenlayers.balancer.v1.Backend;
import sevenlayers.balancer.v1.Layer;
import sevenlayers.balancer.v1.Listener;
import sevenlayers.balancer.v1.Score;
import sevenlayers.balancer.v1.WatchDecisionsResponse;

/** Our own types as the contract's messages. */
final class Messages {
    private Messages() {}

    static Layer layer(sevenlayers.balancer.decision.Layer layer) {
        return switch (layer) {
            case L4 -> Layer.LAYER_L4;
            case L7 -> Layer.LAYER_L7;
        };
    }

    static Backend backend(sevenlayers.balancer.backend.Backend backend, PodNames pods) {
        return Backend.newBuilder()
                .setAddress(backend.toString())
                .setConnections(backend.connections())
                .setActive(backend.active())
                .setChosen(backend.chosen())
                .setFailures(backend.failures())
                .setPod(pods.pod(backend.address()).orElse(""))
                .build();
    }

    static Listener listener(Door door, String source, long lookupIntervalMillis, PodNames pods) {
        Listener.Builder listener = Listener.newBuilder()
                .setLayer(layer(door.layer()))
                .setAddress(Addresses.text(door.address()))
                .setPolicy(door.routing().current().policy().name())
                .setSource(source)
                .setLookupIntervalMillis(lookupIntervalMillis)
                .setClientConnections(door.clientConnections().getAsInt())
                .setRefusedConnections(door.refusedConnections().getAsLong());
        door.registry().snapshot().listed().forEach(backend -> listener.addBackends(backend(backend, pods)));
        return listener.build();
    }

    static WatchDecisionsResponse response(DecisionLog.Read read) {
        Decision decision = read.decision();
        sevenlayers.balancer.v1.Decision.Builder message = sevenlayers.balancer.v1.Decision.newBuilder()
                .setNumber(decision.number())
                .setAt(timestamp(decision.at()))
                .setLayer(layer(decision.layer()))
                .setClient(Addresses.text(decision.client()))
                .setPath(decision.path())
                .setServerName(decision.serverName())
                .setReason(decision.reason())
                .setMissed(read.missed());
        if (decision.backend() instanceof sevenlayers.balancer.backend.Backend backend) {
            message.setBackend(backend.toString());
        }
        decision.candidates().forEach(backend -> message.addCandidates(backend.name()));
        decision.choice().reason().scores().forEach(score -> message.addScores(score(score)));
        return WatchDecisionsResponse.newBuilder().setDecision(message).build();
    }

    static Score score(sevenlayers.balancer.policy.Score score) {
        return Score.newBuilder()
                .setBackend(score.backend().name())
                .setScore(score.value())
                .build();
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
