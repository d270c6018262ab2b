package sevenlayers.handshake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.handshake.memory.Allowance;
import sevenlayers.handshake.scenario.Measured;
import sevenlayers.handshake.scenario.Scenario;
import sevenlayers.handshake.v1.CompareRequest;
import sevenlayers.handshake.v1.CompareResponse;
import sevenlayers.handshake.v1.Curve;
import sevenlayers.handshake.v1.Outcome;
import sevenlayers.handshake.v1.Point;
import sevenlayers.handshake.v1.Variant;

/** One scenario in several variants, one after the other. */
final class Comparisons {
    private static final long MICRO = 1_000;
    private static final int MOST_VARIANTS = 16;
    private static final int STEPS = 2_000;

    private record Part(String label, Scenario scenario) {}

    private final List<Part> parts;
    private final int points;
    private final long warmUpNanos;
    private final Allowance allowance;
    private final CompareResponse.Builder answer = CompareResponse.newBuilder();
    private @Nullable Measured running;
    private int next;

    private Comparisons(List<Part> parts, int points, long warmUpNanos, Allowance allowance) {
        this.allowance = allowance;
        this.parts = parts;
        this.points = points;
        this.warmUpNanos = warmUpNanos;
    }

    /** @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT, with all that is wrong */
    static Comparisons of(CompareRequest request, Allowance allowance) {
        int points = request.hasPoints() ? request.getPoints() : 60;
        Violations violations = new Violations();
        violations.range("points", points, 0, 1_000);
        violations.range("warm_up_micros", request.getWarmUpMicros(), 0, 86_400_000_000L);
        violations.range("variants", request.getVariantsCount(), 1, MOST_VARIANTS);
        Set<String> labels = new HashSet<>();
        for (int i = 0; i < request.getVariantsCount(); i++) {
            String label = request.getVariants(i).getLabel();
            violations.check(
                    !label.isEmpty() && label.length() <= 63 && labels.add(label),
                    "variants[" + i + "].label",
                    Violations.quoted(label) + " cannot be told apart; allowed: 1 to 63 characters, each once");
        }
        violations.throwIfAny();
        sevenlayers.handshake.v1.Scenario scenario = ScenarioRules.complete(request.getScenario());
        List<Part> parts = new ArrayList<>();
        for (Variant variant : request.getVariantsList()) {
            parts.add(new Part(
                    variant.getLabel(),
                    ScenarioRules.read(ScenarioRules.withSettings(scenario, variant.getSettingsMap()))));
        }
        return new Comparisons(parts, points, MICRO * request.getWarmUpMicros(), allowance);
    }

    /** Goes on for a while; false: the answer is complete. */
    boolean goOn() {
        Measured now = running;
        if (now == null) {
            now = new Measured(parts.get(next).scenario, points, warmUpNanos, allowance);
            running = now;
        }
        if (!now.goOn(STEPS)) {
            answer.addOutcomes(outcome(parts.get(next).label, now.result()));
            running = null;
            allowance.close(); // the next variant begins with nothing
            next++;
        }
        return next < parts.size();
    }

    CompareResponse answer() {
        return answer.build();
    }

    private static Outcome outcome(String label, Measured.Result result) {
        Outcome.Builder outcome = Outcome.newBuilder()
                .setLabel(label)
                .setGoodputBitsPerSecond(result.goodputBitsPerSecond())
                .setFairness(result.fairness())
                .setMeanQueuePackets(result.meanQueue())
                .setLongestQueuePackets(result.longestQueue())
                .setLosses(result.losses())
                .setRetransmissions(result.retransmissions())
                .setTimeouts(result.timeouts())
                .setUtilisation(result.utilisation())
                .setSummary(OutcomeMessages.summary(result.outcome()));
        for (Measured.Curve curve : result.curves()) {
            Curve.Builder message =
                    Curve.newBuilder().setConnection(curve.connection()).setFrom(curve.from());
            curve.points()
                    .forEach(point -> message.addPoints(Point.newBuilder()
                            .setAtMicros(point.atMicros())
                            .setCwnd(point.cwnd())
                            .setSsthresh(point.ssthresh())
                            .setRttMicros(point.rttMicros())
                            .setInFlight(point.inFlight())
                            .setQueue(point.queue())));
            outcome.addCurves(message);
        }
        return outcome.build();
    }
}
