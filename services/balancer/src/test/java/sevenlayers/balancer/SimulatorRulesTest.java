package sevenlayers.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import com.google.rpc.BadRequest;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.balancer.simulator.Arrivals;
import sevenlayers.balancer.simulator.ServiceTime;
import sevenlayers.balancer.simulator.SimulatedBackend;
import sevenlayers.balancer.v1.SimulateRequest;

class SimulatorRulesTest {
    private static final String LEAST = "policies {name: 'round_robin'} backends {name: 'a'} ";

    @Test
    void what_was_not_said_is_what_the_contract_says() throws Exception {
        Simulation least = SimulatorRules.read(request(LEAST));
        assertThat(least.policies()).extracting("name").containsExactly("round_robin");
        assertThat(least.scenario().backends())
                .containsExactly(SimulatedBackend.steady("a", 1, 1, new ServiceTime.Exponential(1_000_000)));
        assertThat(least.scenario().arrivals()).isEqualTo(new Arrivals.Poisson(800));
        assertThat(least.scenario().requests()).isEqualTo(100_000);
        assertThat(least.scenario().warmUp()).isEqualTo(10_000);
        assertThat(least.scenario().balancers()).isEqualTo(1);
        assertThat(least.scenario().keys().count()).isEqualTo(10_000);
    }

    @Test
    void copies_have_numbers_and_a_load_is_that_of_all_servers() throws Exception {
        Simulation two = SimulatorRules.read(request("policies {name: 'round_robin'} arrivals {load: 0.5}"
                + " backends {name: 'a' copies: 2 servers: 3 speed: 2}"
                + " backends {name: 'b' service_time {mean_micros: 500 constant: true}}"));
        assertThat(two.scenario().backends()).extracting("name").containsExactly("a-1", "a-2", "b");
        assertThat(two.scenario().arrivals().perSecond()).isEqualTo(0.5 * (2 * 3 * 2 * 1_000 + 2_000));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    policies                                        | backends {name: 'a'}
                    backends                                        | policies {name: 'round_robin'}
                    policies[1].name                                | + policies {name: 'fastest'}
                    policies[1].table_size                          | + policies {name: 'maglev' table_size: 8}
                    policies[1].table_size                          | + policies {name: 'maglev' table_size: 2} backends {name: 'b' copies: 2}
                    policies[1].key                                 | + policies {name: 'round_robin' key {path: true}}
                    policies                                        | + policies {name: 'maglev'} balancers: 16
                    policies                                        | + policies {name: 'ring_hash' points_per_backend: 1024} balancers: 10 backends {name: 'b' weight: 1000}
                    requests                                        | + policies {name: 'least_response_time'} requests: 1000000 backends {name: 'b' copies: 999}
                    requests                                        | + policies {name: 'maglev'} backends {name: 'b' copies: 999 joins_at_millis: 5} slow_start {window_millis: 500000}  policies {name: 'maglev'} policies {name: 'maglev'} policies {name: 'maglev'} policies {name: 'maglev'} policies {name: 'maglev'} policies {name: 'maglev'} balancers: 10
                    backends[1].name                                | + backends {}
                    backends[1].name                                | + backends {name: 'a'}
                    backends[2].name                                | + backends {name: 'b-2'} backends {name: 'b' copies: 2}
                    backends[1].copies                              | + backends {name: 'b' copies: 0}
                    backends[1].copies                              | + backends {name: 'b' copies: -2000000000}
                    backends                                        | + backends {name: 'b' copies: 1000}
                    backends[1].weight                              | + backends {name: 'b' weight: 0}
                    backends[1].servers                             | + backends {name: 'b' servers: 101}
                    backends[1].speed                               | + backends {name: 'b' speed: nan}
                    backends[1].speed                               | + backends {name: 'b' speed: 0}
                    backends[1].service_time.mean_micros            | + backends {name: 'b' service_time {mean_micros: 0}}
                    backends[1].service_time.constant               | + backends {name: 'b' service_time {constant: false}}
                    backends[1].service_time.heavy_tail.shape       | + backends {name: 'b' service_time {heavy_tail {shape: 1}}}
                    backends[1].service_time.heavy_tail.longest_to_shortest | + backends {name: 'b' service_time {heavy_tail {longest_to_shortest: inf}}}
                    backends[1].failing.percent                     | + backends {name: 'b' failing {percent: 101}}
                    backends[1].failing.takes_micros                | + backends {name: 'b' failing {takes_micros: -1}}
                    backends[1].joins_at_millis                     | + backends {name: 'b' joins_at_millis: -1}
                    backends[1].leaves_at_millis                    | + backends {name: 'b' joins_at_millis: 5 leaves_at_millis: 5}
                    arrivals.per_second                             | + arrivals {per_second: 0}
                    arrivals.load                                   | + arrivals {load: 11}
                    arrivals                                        | + arrivals {load: 10} backends {name: 'b' copies: 900 servers: 100}
                    arrivals.bursts.factor                          | + arrivals {bursts {factor: 0.5 percent: 10 mean_millis: 10}}
                    arrivals.bursts.percent                         | + arrivals {bursts {factor: 2 percent: 100 mean_millis: 10}}
                    arrivals.bursts.mean_millis                     | + arrivals {bursts {factor: 2 percent: 10}}
                    arrivals.bursts                                 | + arrivals {bursts {factor: 11 percent: 10 mean_millis: 10}}
                    keys.count                                      | + keys {count: 10001}
                    keys.skew                                       | + keys {skew: -1}
                    balancers                                       | + balancers: 101
                    balancers                                       | + balancers: 100 backends {name: 'b' copies: 100}
                    requests                                        | + requests: 0
                    requests                                        | + requests: 1000001
                    requests                                        | + requests: 1000000 arrivals {per_second: 0.1 bursts {factor: 1 percent: 50 mean_millis: 1}}
                    warm_up                                         | + requests: 10 warm_up: 10
                    slow_start.window_millis                        | + slow_start {window_millis: -1}
                    slow_start.aggression                           | + slow_start {aggression: 0}
                    slow_start.minimum_percent                      | + slow_start {minimum_percent: 0}
                    """)
    void a_field_that_is_wrong_is_named(String field, String request) throws Exception {
        assertThat(violations(request.startsWith("+") ? LEAST + request.substring(1) : request))
                .extracting(BadRequest.FieldViolation::getField)
                .contains(field);
    }

    @Test
    void all_that_is_wrong_is_said_at_once() throws Exception {
        assertThat(violations(
                        "policies {name: 'x'} backends {name: 'a' servers: 0 weight: -1} requests: -1 balancers: 0"))
                .extracting(BadRequest.FieldViolation::getField)
                .contains("policies[0].name", "backends[0].weight", "backends[0].servers", "requests", "balancers");
    }

    @Test
    void a_million_bad_backends_are_one_violation() throws Exception {
        SimulateRequest.Builder many = request(LEAST).toBuilder();
        for (int i = 0; i < 100_000; i++) {
            many.addBackendsBuilder();
        }
        assertThat(violations(many.build()))
                .hasSize(1)
                .first()
                .satisfies(one -> assertThat(one.getDescription()).startsWith("100,001 is out of range"));
    }

    private static List<BadRequest.FieldViolation> violations(String text) throws Exception {
        return violations(request(text));
    }

    private static List<BadRequest.FieldViolation> violations(SimulateRequest request)
            throws InvalidProtocolBufferException {
        StatusRuntimeException refused =
                catchThrowableOfType(StatusRuntimeException.class, () -> SimulatorRules.read(request));
        Any details = StatusProto.fromThrowable(refused).getDetails(0);
        return details.unpack(BadRequest.class).getFieldViolationsList();
    }

    private static SimulateRequest request(String text) throws TextFormat.ParseException {
        return TextFormat.parse(text, SimulateRequest.class);
    }
}
