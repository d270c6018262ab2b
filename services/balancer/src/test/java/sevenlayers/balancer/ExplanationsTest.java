package sevenlayers.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.balancer.policy.Policies;
import sevenlayers.balancer.v1.ExplainRequest;
import sevenlayers.balancer.v1.ExplainResponse;
import sevenlayers.balancer.v1.ExplainedPick;
import sevenlayers.balancer.v1.HashingShare;
import sevenlayers.balancer.v1.PickCount;
import sevenlayers.balancer.v1.PlanHashingRequest;
import sevenlayers.balancer.v1.PlanHashingResponse;

@Timeout(120)
class ExplanationsTest {
    /** What a gRPC client takes if nothing else was said. */
    private static final int CLIENT_TAKES = 4 << 20;

    private static final String AB = "backends { name: 'a' } backends { name: 'b' } ";
    private final Explanations explanations = new Explanations();

    @AfterEach
    void close() {
        explanations.close();
    }

    @Test
    void numbersPicksAndCountsThem() throws Exception {
        ExplainResponse answer = explain(
                "policy { name: 'smooth_weighted_round_robin' } count: 4 backends { name: 'a' weight: 3 } backends { name: 'b' }");
        assertThat(answer.getPicksList()).extracting(ExplainedPick::getPick).containsExactly("1", "2", "3", "4");
        assertThat(answer.getPicksList()).extracting(ExplainedPick::getBackend).containsExactly("a", "a", "b", "a");
        assertThat(answer.getPicks(0).getScoresList()).hasSize(2);
        assertThat(answer.getCountsList()).extracting(PickCount::getPicks).containsExactly(3L, 1L);
    }

    @Test
    void callsPicksOfAHashingPolicyByTheirKeys() throws Exception {
        ExplainResponse answer = explain("policy { name: 'maglev' } keys { keys: '10.0.0.7' keys: 'Ada' } " + AB);
        assertThat(answer.getPicksList()).extracting(ExplainedPick::getPick).containsExactly("10.0.0.7", "Ada");
        ExplainResponse counted = explain("policy { name: 'maglev' } count: 2 " + AB);
        assertThat(counted.getPicksList()).extracting(ExplainedPick::getPick).containsExactly("key-0", "key-1");
    }

    @Test
    void plansForALeaver() throws Exception {
        PlanHashingResponse answer =
                plan("policy { name: 'rendezvous' } leave: 'b' join { name: 'c' weight: 2 } keys: 300 " + AB);
        assertThat(answer.getKeys()).isEqualTo(300);
        assertThat(answer.getBefore().getSharesList())
                .extracting(HashingShare::getBackend)
                .containsExactly("a", "b");
        assertThat(answer.getAfter().getSharesList())
                .extracting(HashingShare::getBackend)
                .containsExactly("a", "c");
        assertThat(answer.getMovedAtBest()).isEqualTo(200);
        assertThat(answer.getMovedNeedlessly()).isEqualTo(0);
        assertThat(answer.getSummary()).startsWith(answer.getMoved() + " of 300 keys have another backend");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "policy { name: 'round_robin' } count: 1 | backends: 0 is out of range; allowed: 1 to 1,000",
                "count: 1 backends { name: 'a' } | policy.name: '' is not known; allowed: round_robin",
                "policy { name: 'random' } backends { name: 'a' } | count: nothing was said; allowed: count of 1 to 10,000, or keys",
                "policy { name: 'random' } backends { name: 'a' } count: 0 | count: 0 is out of range; allowed: 1 to 10,000",
                "policy { name: 'random' } backends { name: 'a' } count: 10001 | count: 10,001 is out of range;",
                "policy { name: 'random' } backends { name: 'a' } keys { keys: 'k' } | keys: random hashes nothing; allowed for it:"
                        + " count",
                "policy { name: 'maglev' } backends { name: 'a' } keys { } | keys.keys: 0 is out of range; allowed: 1 to 10,000",
                "policy { name: 'maglev' } backends { name: 'a' } keys { keys: '' } | keys.keys[0]: it has 0 bytes; allowed: 1 to 1,000",
                "policy { name: 'maglev' table_size: 2 } count: 1 backends { name: 'a' } backends { name: 'b' } backends { name: 'c' }"
                        + "| policy.table_size: 2 is less than the 3 backends",
                "policy { name: 'random' } count: 1 backends { name: ' ' } | backends[0].name: ' ' is no name; allowed: 1 to 64 bytes",
                "policy { name: 'random' } count: 1 backends { name: 'a' } backends { name: 'a' } | backends[1].name: 'a' is there twice",
                "policy { name: 'random' } count: 1 backends { name: 'a' weight: 0 } | backends[0].weight: 0 is out of range",
                "policy { name: 'random' } count: 1 backends { name: 'a' weight: 1000000000 } | backends[0].weight: 1,000,000,000 is",
                "policy { name: 'random' } count: 1 backends { name: 'a' active: -1 } | backends[0].active: -1 is out of range",
                "policy { name: 'random' } count: 1 backends { name: 'a' latency_micros: 60000001 } | backends[0].latency_micros:"
                        + " 60,000,001 is out of range; allowed: 0 to 60,000,000"
            })
    void whatMayNotBeExplainedIsSaid(String request, String sentence) {
        assertThatThrownBy(() -> explain(request))
                .hasMessageContaining(sentence)
                .satisfies(ExplanationsTest::isInvalid);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "policy { name: 'bounded_loads' } backends { name: 'a' } | policy.name: bounded_loads does not choose by a key alone;"
                        + " allowed: ip_hash, ring_hash, maglev, rendezvous",
                "policy { name: 'nonsense' } backends { name: 'a' } | policy.name: 'nonsense' is not known",
                "policy { name: 'maglev' } backends { name: 'a' } leave: 'b' | leave[0]: 'b' is not there; allowed: names of backends",
                "policy { name: 'maglev' } backends { name: 'a' } leave: 'a' | leave: all backends leave; allowed: at least one stays",
                "policy { name: 'maglev' } backends { name: 'a' } join { name: 'a' } | join[0].name: 'a' is there twice",
                "policy { name: 'maglev' } backends { name: 'a' } keys: 0 | keys: 0 is out of range; allowed: 1 to 100,000"
            })
    void whatMayNotBePlannedIsSaid(String request, String sentence) {
        assertThatThrownBy(() -> plan(request)).hasMessageContaining(sentence).satisfies(ExplanationsTest::isInvalid);
    }

    @Test
    void aPlanThatWouldTakeTooLongIsRefused() {
        assertThatThrownBy(() -> plan("policy { name: 'rendezvous' } keys: 100000 " + backends(101)))
                .hasMessageContaining(
                        "keys: 100,000 keys times 101 backends are too many; allowed: a product of 10,000,000 at most");
    }

    @Test
    void anAnswerStaysBelowWhatAClientTakesByDefault() throws Exception {
        String keys = IntStream.range(0, 10_000)
                .mapToObj(i -> "keys: '" + "k".repeat(100) + i % 10 + "' ")
                .collect(Collectors.joining("", "keys { ", "} "));
        String policy = "policy { name: 'rendezvous' key { header: '" + "h".repeat(64) + "' } } ";
        ExplainResponse answer = explain(policy + keys + backends(1_000));
        assertThat(answer.getSerializedSize()).isBetween(CLIENT_TAKES / 2, CLIENT_TAKES);
    }

    static Stream<String> names() {
        return Policies.names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyPolicyExplainsItselfOverAThousandBackends(String name) throws Exception {
        ExplainResponse answer = explain("policy { name: '" + name + "' } count: 500 " + backends(1_000));
        assertThat(answer.getPicksList()).hasSize(500).allSatisfy(pick -> {
            assertThat(pick.getBackend()).isNotEmpty();
            assertThat(pick.getReason()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ip_hash", "ring_hash", "maglev", "rendezvous"})
    void thereIsAPlanForEachPolicyThatHashesAKey(String name) throws Exception {
        assertThat(plan("policy { name: '" + name + "' } leave: 'a' " + AB).getMoved())
                .isPositive();
    }

    @Test
    void whoComesWhenTooManyWaitIsToldSoAndWhoCancelsMakesRoom() throws Exception {
        PlanHashingRequest long_ =
                parse("policy { name: 'rendezvous' } keys: 100000 " + backends(100), PlanHashingRequest.newBuilder());
        List<AnsweredCall<PlanHashingResponse>> three = Stream.generate(() -> {
                    AnsweredCall<PlanHashingResponse> call = new AnsweredCall<>();
                    explanations.plan(long_, call);
                    return call;
                })
                .limit(3)
                .toList();
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class, () -> explanations.plan(long_, new AnsweredCall<>()));
        if (refused != null) { // one of the three may have ended by now
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(refused.getStatus().getDescription()).startsWith("one explanation runs and 2 wait, ");
        }
        three.forEach(AnsweredCall::cancel);
        assertThat(plan("policy { name: 'maglev' } keys: 1 " + AB).getKeys()).isEqualTo(1);
    }

    private ExplainResponse explain(String request) throws Exception {
        AnsweredCall<ExplainResponse> call = new AnsweredCall<>();
        explanations.explain(parse(request, ExplainRequest.newBuilder()), call);
        return call.answer();
    }

    private PlanHashingResponse plan(String request) throws Exception {
        AnsweredCall<PlanHashingResponse> call = new AnsweredCall<>();
        explanations.plan(parse(request, PlanHashingRequest.newBuilder()), call);
        return call.answer();
    }

    private static String backends(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "backends { name: 'b" + "x".repeat(58) + String.format("%05d", i) + "' } ")
                .collect(Collectors.joining());
    }

    private static void isInvalid(Throwable failure) {
        assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Message> T parse(String text, Message.Builder into) {
        try {
            TextFormat.merge(text, into);
            return (T) into.build();
        } catch (TextFormat.ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
