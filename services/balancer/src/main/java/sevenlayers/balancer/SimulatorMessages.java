package sevenlayers.balancer;

import java.util.List;
import sevenlayers.balancer.simulator.Outcome;
import sevenlayers.balancer.v1.BackendResult;
import sevenlayers.balancer.v1.PolicyResult;
import sevenlayers.balancer.v1.ResponseTimes;
import sevenlayers.balancer.v1.SimulateResponse;
import sevenlayers.balancer.v1.TimeSlice;

/** What a simulation found out, as the contract's messages. */
final class SimulatorMessages {
    /** Shares are told to four digits: a hundredth of a percent. */
    private static final double SHARE = 10_000;

    private SimulatorMessages() {}

    static SimulateResponse response(Simulation simulation, List<Outcome> outcomes) {
        double perSecond = simulation.scenario().arrivals().perSecond();
        SimulateResponse.Builder answer = SimulateResponse.newBuilder()
                .setArrivalsPerSecond(perSecond)
                .setLoad(share(perSecond / simulation.scenario().capacityPerSecond()));
        for (int i = 0; i < outcomes.size(); i++) {
            answer.addResults(result(simulation.policies().get(i).name(), outcomes.get(i)));
        }
        return answer.build();
    }

    private static PolicyResult result(String policy, Outcome outcome) {
        PolicyResult.Builder result = PolicyResult.newBuilder()
                .setPolicy(policy)
                .setRequests(outcome.requests())
                .setServed(outcome.served())
                .setFailed(outcome.failed())
                .setWithoutBackend(outcome.withoutBackend())
                .setTurnedAway(outcome.turnedAway())
                .setResponse(times(outcome.response()))
                .setMeanWaitMicros(micros(outcome.meanWaitNanos()))
                .setLargestQueue(outcome.largestQueue())
                .setFairness(share(outcome.fairness()));
        for (Outcome.OfBackend backend : outcome.backends()) {
            result.addBackends(BackendResult.newBuilder()
                    .setName(backend.name())
                    .setPicks(backend.picks())
                    .setFailed(backend.failed())
                    .setUtilisation(share(backend.utilisation()))
                    .setLargestQueue(backend.largestQueue()));
        }
        for (Outcome.Slice slice : outcome.timeline()) {
            result.addTimeline(TimeSlice.newBuilder()
                    .setUntilMillis(micros(slice.untilNanos()) / 1_000)
                    .setMeanMicros(micros(slice.meanNanos()))
                    .setMaxMicros(micros(slice.maxNanos()))
                    .setMostUnderWay(slice.mostUnderWay())
                    .setFewestUnderWay(slice.fewestUnderWay()));
        }
        return result.build();
    }

    private static ResponseTimes times(Outcome.ResponseTimes times) {
        return ResponseTimes.newBuilder()
                .setMeanMicros(micros(times.mean()))
                .setP50Micros(micros(times.p50()))
                .setP90Micros(micros(times.p90()))
                .setP99Micros(micros(times.p99()))
                .setP999Micros(micros(times.p999()))
                .setMaxMicros(micros(times.max()))
                .build();
    }

    /** To the nanosecond. */
    private static double micros(double nanos) {
        return Math.round(nanos) / 1_000.0;
    }

    private static double share(double share) {
        return Math.round(share * SHARE) / SHARE;
    }
}
