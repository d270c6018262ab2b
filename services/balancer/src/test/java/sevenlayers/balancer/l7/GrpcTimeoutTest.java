package sevenlayers.balancer.l7;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** gRPC over HTTP/2, "Timeout". */
class GrpcTimeoutTest {
    @ParameterizedTest
    @CsvSource({
        "1H, 3600000000000",
        "2M, 120000000000",
        "3S, 3000000000",
        "250m, 250000000",
        "7u, 7000",
        "99999999n, 99999999",
        "0m, 0",
        // The largest there is: more than 11,000 years, and more nanoseconds than a long holds.
        "99999999H, 9223372036854775807"
    })
    void isANumberAndAUnit(String text, long nanos) {
        assertThat(GrpcTimeout.nanos(new DefaultHttp2Headers().set("grpc-timeout", text)))
                .hasValue(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "1", "1s", "-1S", "1.5S", "123456789S", "1 S", "S1", "١S"})
    void whatCannotBeReadIsNoDeadline(String text) {
        assertThat(GrpcTimeout.nanos(new DefaultHttp2Headers(false).set("grpc-timeout", text)))
                .isEmpty();
    }

    @Test
    void aRequestNeedNotHaveOne() {
        assertThat(GrpcTimeout.nanos(new DefaultHttp2Headers())).isEmpty();
    }
}
