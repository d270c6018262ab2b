package sevenlayers.balancer.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
    @Test
    void namesAndAddressesMayBeMixed() {
        assertThat(Source.parse("node:9000, 10.0.0.1:9001,[::1]:9002"))
                .isEqualTo(new Source.Places(
                        "node:9000, 10.0.0.1:9001,[::1]:9002",
                        java.util.List.of(
                                new Place("node", 9000), new Place("10.0.0.1", 9001), new Place("::1", 9002))));
    }

    @ParameterizedTest
    @CsvSource({
        "k8s:///node:9000, '', node, 9000",
        "k8s:///shop/node:9000, shop, node, 9000",
        "k8s:///node:grpc, '', node, grpc",
        "'  k8s:///a-b-9/node-vip:http-2 ', a-b-9, node-vip, http-2",
    })
    void aServiceHasANameAndAPortAndMayHaveANamespace(String text, String namespace, String service, String port) {
        assertThat(Source.parse(text)).isEqualTo(new ServiceSource(text, namespace, service, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k8s:",
                "k8s://node:9000",
                "k8s:///",
                "k8s:///node",
                "k8s:///node:",
                "k8s:///:9000",
                "k8s:///node:0",
                "k8s:///node:65536",
                "k8s:///node:99999999999",
                "k8s:///Node:9000",
                "k8s:///a/b/node:9000",
                "k8s:///node:9000/",
                "k8s:///node:9000,10.0.0.1:9000",
                "k8s:///-node:9000",
                "k8s:///../node:9000",
                "k8s:///node:9000?watch=1"
            })
    void aServiceThatCannotBeReadSaysWhatIsAllowed(String text) {
        assertThatThrownBy(() -> Source.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text)
                .hasMessageContaining("write k8s:///node:9000");
    }

    @ParameterizedTest
    @CsvSource({
        "'10.0.0.1:9000,10.0.0.2:9000,10.0.0.1:9000', 10.0.0.1:9000",
        "'node:9000,Node:9000', node:9000",
        "'[::1]:9000,[0:0:0:0:0:0:0:1]:9000', [::1]:9000",
    })
    void aPlaceThatStandsThereTwiceIsRefused(String text, String twin) {
        assertThatThrownBy(() -> Source.parse(text)).hasMessageContaining("is the same place as \"" + twin + "\"");
    }

    @Test
    void theSameNameAtAnotherPortIsAnotherPlace() {
        assertThat(((Source.Places) Source.parse("node:9000,node:9001")).places())
                .hasSize(2);
    }

    @Test
    void aThousandPlacesAreTheMost() {
        String thousand = IntStream.rangeClosed(1, 1000)
                .mapToObj(port -> "10.0.0.1:" + port)
                .collect(Collectors.joining(","));
        assertThat(((Source.Places) Source.parse(thousand)).places()).hasSize(1000);
        assertThatThrownBy(() -> Source.parse(thousand + ",10.0.0.2:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed: 1 to 1000");
    }

    @Test
    void whatIsFarTooLongIsNotRepeated() {
        String endless = String.join("", Collections.nCopies(100_000, "a"));
        assertThatThrownBy(() -> Source.parse(endless))
                .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(600));
        assertThatThrownBy(() -> Source.parse("k8s:///" + endless))
                .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(600));
    }
}
