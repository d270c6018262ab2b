package sevenlayers.balancer;

import java.util.List;
import sevenlayers.balancer.explain.Explanation;
import sevenlayers.balancer.explain.HashingPlan;
import sevenlayers.balancer.v1.ExplainResponse;
import sevenlayers.balancer.v1.ExplainedPick;
import sevenlayers.balancer.v1.HashingShare;
import sevenlayers.balancer.v1.PickCount;
import sevenlayers.balancer.v1.PlanHashingResponse;

/** Explanations as the contract's messages. */
final class ExplainMessages {
    private ExplainMessages() {}

    static ExplainResponse response(ExplainRules.Question question, Explanation explanation) {
        ExplainResponse.Builder response = ExplainResponse.newBuilder();
        for (Explanation.Pick pick : explanation.picks()) {
            ExplainedPick.Builder message = response.addPicksBuilder()
                    .setPick(question.named() ? pick.key() : Integer.toString(response.getPicksCount()))
                    .setBackend(pick.backend())
                    .setReason(pick.reason());
            pick.scores().forEach(score -> message.addScores(Messages.score(score)));
        }
        List<Long> counts = explanation.counts();
        for (int i = 0; i < counts.size(); i++) {
            response.addCounts(PickCount.newBuilder()
                    .setBackend(question.backends().get(i).name())
                    .setPicks(counts.get(i)));
        }
        return response.build();
    }

    static PlanHashingResponse response(HashingPlan plan) {
        return PlanHashingResponse.newBuilder()
                .setBefore(placement(plan.before()))
                .setAfter(placement(plan.after()))
                .setKeys(plan.keys())
                .setMoved(plan.moved())
                .setMovedAtBest(plan.movedAtBest())
                .setMovedNeedlessly(plan.movedNeedlessly())
                .setSummary(plan.summary())
                .build();
    }

    private static sevenlayers.balancer.v1.HashingPlan placement(HashingPlan.Placement placement) {
        sevenlayers.balancer.v1.HashingPlan.Builder message = sevenlayers.balancer.v1.HashingPlan.newBuilder()
                .setSize(placement.size())
                .addAllFirst(placement.first());
        placement
                .shares()
                .forEach(share -> message.addShares(HashingShare.newBuilder()
                        .setBackend(share.backend())
                        .setEntries(share.entries())
                        .setKeys(share.keys())));
        return message.build();
    }
}
