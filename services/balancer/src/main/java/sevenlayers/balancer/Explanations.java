package sevenlayers.balancer;

import io.grpc.stub.ServerCallStreamObserver;
import sevenlayers.balancer.explain.Explanation;
import sevenlayers.balancer.explain.HashingPlan;
import sevenlayers.balancer.v1.ExplainRequest;
import sevenlayers.balancer.v1.ExplainResponse;
import sevenlayers.balancer.v1.PlanHashingRequest;
import sevenlayers.balancer.v1.PlanHashingResponse;

/** What the policies do without traffic: {@code Explain} and {@code PlanHashing}. */
final class Explanations implements AutoCloseable {
    private final HeavyCalls calls = new HeavyCalls("explanation", "EXPLAINER_BUSY", 2);

    /**
     * Picks in a row.
     *
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT; RESOURCE_EXHAUSTED: too many wait already
     */
    void explain(ExplainRequest request, ServerCallStreamObserver<ExplainResponse> client) {
        ExplainRules.Question question = ExplainRules.read(request);
        calls.start(
                stop -> ExplainMessages.response(
                        question,
                        Explanation.of(
                                question.policy(), question.backends(), question.keys(), request.getSeed(), stop)),
                client);
    }

    /**
     * What becomes of keys.
     *
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT; RESOURCE_EXHAUSTED: too many wait already
     */
    void plan(PlanHashingRequest request, ServerCallStreamObserver<PlanHashingResponse> client) {
        PlanRules.Question question = PlanRules.read(request);
        calls.start(
                stop -> ExplainMessages.response(HashingPlan.of(
                        question.policy(),
                        question.backends(),
                        question.leave(),
                        question.join(),
                        question.keys(),
                        stop)),
                client);
    }

    @Override
    public void close() {
        calls.close();
    }
}
