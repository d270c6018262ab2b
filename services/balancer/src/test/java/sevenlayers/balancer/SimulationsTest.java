package sevenlayers.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.TextFormat;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.balancer.v1.SimulateRequest;
import sevenlayers.balancer.v1.SimulateResponse;

@Timeout(120)
class SimulationsTest {
    private static final String SHORT =
            "policies {name: 'round_robin'} backends {name: 'a' copies: 3} requests: 1000 seed: 5";

    /** As much as is allowed: nobody sees it end. */
    private static final String LONG =
            "policies {name: 'round_robin'} ".repeat(16) + "backends {name: 'a' copies: 3} requests: 1000000";

    private final Simulations simulations = new Simulations();
    private final SimulatorService service = new SimulatorService(simulations);

    @AfterEach
    void close() {
        simulations.close();
    }

    @Test
    void the_same_request_gets_the_same_bytes() throws Exception {
        assertThat(call(SHORT).answer().toByteString())
                .isEqualTo(call(SHORT).answer().toByteString());
        assertThat(call(SHORT).answer())
                .isNotEqualTo(call(SHORT.replace("seed: 5", "seed: 6")).answer());
    }

    @Test
    void a_policy_gets_the_same_result_wherever_it_stands_in_the_request() throws Exception {
        String two = "policies {name: 'round_robin'} ";
        List<sevenlayers.balancer.v1.PolicyResult> results =
                call(two + two + SHORT).answer().getResultsList();
        assertThat(results).hasSize(3);
        assertThat(results).containsOnly(results.getFirst());
    }

    @Test
    void four_are_taken_and_the_fifth_is_told_to_wait_until_one_is_cancelled() throws Exception {
        List<AnsweredCall<SimulateResponse>> four =
                Stream.generate(() -> call(LONG)).limit(4).toList();
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> service.simulate(parse(SHORT), new AnsweredCall<SimulateResponse>()));
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused.getStatus().getDescription()).contains("3 wait");

        four.get(3).cancel(); // it waited, and its place is free at once
        AnsweredCall<SimulateResponse> next = call(SHORT);
        four.subList(0, 3).forEach(AnsweredCall::cancel); // one of them ran, and stops
        assertThat(next.answer().getResultsList()).hasSize(1);
    }

    @Test
    void a_pod_that_leaves_says_so_to_those_it_does_not_answer() {
        AnsweredCall<SimulateResponse> running = call(LONG);
        simulations.close();
        ExecutionException failed = catchThrowableOfType(ExecutionException.class, running::answer);
        assertThat(Status.fromThrowable(failed).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    private AnsweredCall<SimulateResponse> call(String request) {
        AnsweredCall<SimulateResponse> call = new AnsweredCall<SimulateResponse>();
        service.simulate(parse(request), call);
        return call;
    }

    private static SimulateRequest parse(String text) {
        try {
            return TextFormat.parse(text, SimulateRequest.class);
        } catch (TextFormat.ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
