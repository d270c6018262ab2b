package sevenlayers.balancer;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import sevenlayers.balancer.backend.Addresses;
import sevenlayers.balancer.backend.Discovery;
import sevenlayers.balancer.backend.PeakEwma;
import sevenlayers.balancer.backend.PodNames;
import sevenlayers.balancer.backend.Roster;
import sevenlayers.balancer.backend.Standing;
import sevenlayers.balancer.backend.State;
import sevenlayers.balancer.backend.Transition;
import sevenlayers.balancer.decision.Decision;
import sevenlayers.balancer.decision.DecisionLog;
import sevenlayers.balancer.health.HealthEvent;
import sevenlayers.balancer.health.HealthLog;
import sevenlayers.balancer.v1.Backend;
import sevenlayers.balancer.v1.BackendState;
import sevenlayers.balancer.v1.Layer;
import sevenlayers.balancer.v1.Listener;
import sevenlayers.balancer.v1.Score;
import sevenlayers.balancer.v1.WatchDecisionsResponse;
import sevenlayers.balancer.v1.WatchHealthResponse;

/** Our own types as the contract's messages. */
final class Messages {
    private Messages() {}

    static Layer layer(sevenlayers.balancer.decision.Layer layer) {
        return switch (layer) {
            case L4 -> Layer.LAYER_L4;
            case L7 -> Layer.LAYER_L7;
        };
    }

    static Backend backend(Standing standing, PodNames pods, long nanoTime) {
        sevenlayers.balancer.backend.Backend backend = standing.backend();
        return Backend.newBuilder()
                .setAddress(backend.toString())
                .setConnections(backend.connections())
                .setActive(backend.active())
                .setChosen(backend.chosen())
                .setFailures(backend.failures())
                .setPod(pods.pod(backend.address()).orElse(""))
                .setWeight(standing.weight())
                .setState(state(standing.state()))
                .setWhy(standing.why())
                .setSucceeded(backend.succeeded())
                .setFailed(backend.failed())
                .setFirstResponseMicros(micros(backend.firstResponse(), nanoTime))
                .setWholeCallMicros(micros(backend.wholeCall(), nanoTime))
                .build();
    }

    /** 0: nothing measured; so what was measured is 1 at least. */
    private static long micros(PeakEwma average, long nanoTime) {
        return average.isKnown() ? Math.max(1, Math.round(average.nanos(nanoTime) / 1_000)) : 0;
    }

    static BackendState state(State state) {
        return switch (state) {
            case HEALTHY -> BackendState.BACKEND_STATE_HEALTHY;
            case WARMING -> BackendState.BACKEND_STATE_WARMING;
            case UNHEALTHY -> BackendState.BACKEND_STATE_UNHEALTHY;
            case EJECTED -> BackendState.BACKEND_STATE_EJECTED;
            case DRAINING -> BackendState.BACKEND_STATE_DRAINING;
        };
    }

    static Listener listener(Door door, PodNames pods, long nanoTime) {
        DoorControl control = door.control();
        Roster roster = control.registry().roster();
        Discovery discovery = control.discovery();
        Listener.Builder listener = Listener.newBuilder()
                .setLayer(layer(control.layer()))
                .setAddress(Addresses.text(door.address()))
                .setPolicy(control.routing().current().policy().name())
                .setSource(discovery.source().text())
                .setLookupIntervalMillis(discovery.interval().toMillis())
                .setClientConnections(door.clientConnections().getAsInt())
                .setPanic(roster.snapshot().panic())
                .setRefusedConnections(door.refusedConnections().getAsLong());
        roster.standings().forEach(standing -> listener.addBackends(backend(standing, pods, nanoTime)));
        return listener.build();
    }

    static WatchHealthResponse response(HealthLog.Read read, PodNames pods) {
        HealthEvent event = read.event();
        Transition what = event.what();
        sevenlayers.balancer.v1.HealthEvent.Builder message = sevenlayers.balancer.v1.HealthEvent.newBuilder()
                .setNumber(event.number())
                .setAt(timestamp(event.at()))
                .setLayer(layer(event.layer()))
                .setCause(what.cause())
                .setMissed(read.missed());
        if (what.backend() != null) {
            message.setBackend(what.backend().name())
                    .setPod(pods.pod(what.backend().address()).orElse(""));
        }
        if (what.from() != null) {
            message.setFrom(state(what.from()));
        }
        if (what.to() != null) {
            message.setTo(state(what.to()));
        }
        return WatchHealthResponse.newBuilder().setEvent(message).build();
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
