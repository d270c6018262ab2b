package sevenlayers.balancer.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuccessRatesTest {
    /** The first row is Envoy's own (OutlierUtility, SRThreshold), the second grpc-java's (mathChecksOut). */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "50 100 100 100 100,     1900, 90,  20,                52",
                "600 470 170 430 300,    1000, 394, 147.32277488562318, 246.67722511437682",
                "100 100 100 100 100,    1900, 100, 0,                 100",
                "0 100,                  1000, 50,  50,                0",
                "99 100 98 100 20,       1900, 83.4, 31.70867389217026, 23.153519604876514",
                "7,                      1900, 7,   0,                 7"
            })
    void theThresholdLiesSoManyStandardDeviationsBelowTheMean(
            String rates, int factor, double mean, double stdev, double required) {
        List<Double> all =
                Arrays.stream(rates.strip().split(" ")).map(Double::valueOf).toList();
        SuccessRates found = SuccessRates.of(all, factor);
        assertThat(found.mean()).isCloseTo(mean, within(1e-9));
        assertThat(found.stdev()).isCloseTo(stdev, within(1e-9));
        assertThat(found.required()).isCloseTo(required, within(1e-9));
    }
}
