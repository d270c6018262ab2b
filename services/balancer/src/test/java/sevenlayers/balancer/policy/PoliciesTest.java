package sevenlayers.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PoliciesTest {
    static Stream<String> names() {
        return Policies.names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachIsMadeOfNothingButItsName(String name) {
        assertThat(Policies.problems(PolicySpec.of(name))).isEmpty();
        assertThat(Policies.make(PolicySpec.of(name), new SplittableRandom(1)).name())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsFilledInIsAllowed(String name) {
        PolicySpec complete = Policies.complete(PolicySpec.of(name));
        assertThat(Policies.problems(complete)).isEmpty();
        assertThat(Policies.complete(complete)).isEqualTo(complete);
    }

    static Stream<Arguments> wrong() {
        PolicySpec maglev = PolicySpec.of("maglev");
        PolicySpec ring = PolicySpec.of("ring_hash");
        PolicySpec bounded = PolicySpec.of("bounded_loads");
        PolicySpec two = PolicySpec.of("power_of_two_choices");
        PolicySpec latency = PolicySpec.of("least_response_time");
        return Stream.of(
                Arguments.of(
                        maglev.withTableSize(65_536),
                        "table_size",
                        "65,536 is not a prime; the nearest are 65,521 and 65,537"),
                Arguments.of(maglev.withTableSize(4), "table_size", "4 is not a prime; the nearest are 3 and 5"),
                Arguments.of(maglev.withTableSize(1), "table_size", "1 is out of range; allowed: 2 to 131,071"),
                Arguments.of(
                        maglev.withTableSize(131_072), "table_size", "131,072 is out of range; allowed: 2 to 131,071"),
                Arguments.of(
                        maglev.withTableSize(Integer.MIN_VALUE),
                        "table_size",
                        "-2,147,483,648 is out of range; allowed: 2 to 131,071"),
                Arguments.of(
                        maglev.withPointsPerBackend(9),
                        "points_per_backend",
                        "means nothing to maglev; it is for ring_hash, bounded_loads"),
                Arguments.of(
                        maglev.withKey(new HashKey.Header("X-Key")),
                        "key",
                        "not the name of a header; allowed: 1 to 64 lower-case letters, digits and dashes, as in x-session"),
                Arguments.of(
                        maglev.withKey(new HashKey.Header(":path")),
                        "key",
                        "not the name of a header; allowed: 1 to 64 lower-case letters, digits and dashes, as in x-session"),
                Arguments.of(ring.withTableSize(0), "table_size", "0 is out of range; allowed: 1 to 65,536"),
                Arguments.of(
                        ring.withTableSize(8).withPointsPerBackend(8),
                        "table_size",
                        "points_per_backend is said as well; allowed: one of the two"),
                Arguments.of(
                        ring.withPointsPerBackend(1_025),
                        "points_per_backend",
                        "1,025 is out of range; allowed: 1 to 1,024"),
                Arguments.of(
                        bounded.withLoadPercent(100), "load_percent", "100 is out of range; allowed: 101 to 1,000"),
                Arguments.of(two.withChoices(11), "choices", "11 is out of range; allowed: 1 to 10"),
                Arguments.of(
                        two.withKey(new HashKey.Path()),
                        "key",
                        "means nothing to power_of_two_choices; it is for ip_hash, ring_hash, maglev, rendezvous, bounded_loads"),
                Arguments.of(latency.withDecayMillis(0), "decay_millis", "0 is out of range; allowed: 1 to 600,000"),
                Arguments.of(
                        PolicySpec.of("random").withMeasure(LatencyMeasure.WHOLE_CALL),
                        "measure",
                        "means nothing to random; it is for least_response_time"),
                Arguments.of(
                        PolicySpec.of("random").withReplacement(true),
                        "with_replacement",
                        "means nothing to random; it is for power_of_two_choices"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void saysWhatIsWrongAndWhatIsAllowed(PolicySpec spec, String field, String what) {
        assertThat(Policies.problems(spec)).containsExactly(new Policies.Problem(field, what));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Policies.make(spec, new SplittableRandom(1)))
                .withMessage(field + ": " + what);
    }

    @Test
    void anUnknownNameGetsTheList() {
        assertThat(Policies.problems(PolicySpec.of("fastest")))
                .containsExactly(new Policies.Problem(
                        "name",
                        "not known; allowed: round_robin, smooth_weighted_round_robin, edf, static_stride, priority, ip_hash, "
                                + "ring_hash, maglev, rendezvous, bounded_loads, least_connections, power_of_two_choices, "
                                + "least_response_time, random, weighted_random"));
    }

    @Test
    void onlyKeysInsideARequestNeedOne() {
        assertThat(PolicySpec.of("maglev").looksIntoRequests()).isFalse();
        assertThat(PolicySpec.of("maglev").withKey(new HashKey.ClientAddress()).looksIntoRequests())
                .isFalse();
        assertThat(PolicySpec.of("maglev").withKey(new HashKey.Path()).looksIntoRequests())
                .isTrue();
        assertThat(PolicySpec.of("maglev").withKey(Given.HEADER).looksIntoRequests())
                .isTrue();
    }
}
