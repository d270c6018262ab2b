package sevenlayers.chassis.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcTimeoutTest {

    @ParameterizedTest
    @CsvSource({
        "1S, PT1S",
        "250m, PT0.25S",
        "99999999n, PT0.099999999S",
        "24H, PT24H",
        "99999999H, PT24H",
        "1x,",
        "123456789S,"
    })
    void readsWhatTheCallerSaidUpToADay(String header, Duration timeout) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER), header);
        assertThat(GrpcTimeout.of(headers).orElse(null)).isEqualTo(timeout);
    }
}
