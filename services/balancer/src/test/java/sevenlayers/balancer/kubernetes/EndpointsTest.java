package sevenlayers.balancer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.balancer.backend.Found;
import sevenlayers.balancer.backend.ServiceSource;
import sevenlayers.balancer.backend.Source;

class EndpointsTest {
    private static final EndpointPort GRPC = port("grpc", 9000, "TCP");

    /** The rules of discovery.k8s.io/v1's EndpointConditions, a row each; an empty cell is a condition that is not said. */
    @ParameterizedTest
    @CsvSource({
        "true, true, false, listed",
        "true, , , listed",
        ", , , listed",
        "false, false, false, not listed",
        "false, , , not listed",
        "false, true, true, leaving",
        "false, false, true, leaving",
        "true, true, true, leaving",
    })
    void conditionsDecide(Boolean ready, Boolean serving, Boolean terminating, String outcome) {
        Found found = of(slice(
                "IPv4",
                List.of(GRPC),
                endpoint("10.0.0.1", "node-1", ready, serving, terminating),
                ready("10.0.0.9", "node-9")));

        switch (outcome) {
            case "listed" -> assertThat(found.addresses()).containsExactly(at("10.0.0.1"), at("10.0.0.9"));
            case "leaving" -> assertThat(found.leaving()).isEqualTo(Map.of(at("10.0.0.1"), "the cluster is ending it"));
            default -> assertThat(found.addresses()).containsExactly(at("10.0.0.9"));
        }
        assertThat(found.leaving()).hasSize(outcome.equals("leaving") ? 1 : 0);
    }

    @Test
    void anEndpointWithoutConditionsIsReady() {
        Endpoint bare = new EndpointBuilder().withAddresses("10.0.0.1").build();
        bare.setConditions(null);
        assertThat(of(slice("IPv4", List.of(GRPC), bare)).addresses()).containsExactly(at("10.0.0.1"));
    }

    // KEP-1669: better one that is about to end than none at all.
    @Test
    void whereNoneIsReadyThoseThatStillServeAreUsedToTheLast() {
        Found found = of(slice(
                "IPv4",
                List.of(GRPC),
                endpoint("10.0.0.1", "node-1", false, true, true),
                endpoint("10.0.0.2", "node-2", false, false, true)));
        assertThat(found.addresses()).containsExactly(at("10.0.0.1"), at("10.0.0.2"));
        assertThat(found.leaving()).containsOnlyKeys(at("10.0.0.2"));
    }

    @Test
    void theSlicesOfOneServiceAreOneListWithoutDuplicatesInTheOrderOfAddresses() {
        Found found = of(
                slice("IPv4", List.of(GRPC), ready("10.0.0.10", "node-3"), ready("10.0.0.2", "node-2")),
                slice("IPv4", List.of(GRPC), ready("10.0.0.1", "node-1"), ready("10.0.0.2", "node-2")));
        assertThat(found.addresses()).containsExactly(at("10.0.0.1"), at("10.0.0.2"), at("10.0.0.10"));
        assertThat(found.pods())
                .isEqualTo(Map.of(at("10.0.0.1"), "node-1", at("10.0.0.2"), "node-2", at("10.0.0.10"), "node-3"));
    }

    @Test
    void anEndpointOnItsWayFromOneSliceToAnotherIsReadyIfOneOfThemSaysSo() {
        Found found = of(
                slice("IPv4", List.of(GRPC), endpoint("10.0.0.1", "node-1", false, true, true)),
                slice("IPv4", List.of(GRPC), ready("10.0.0.1", "node-1")));
        assertThat(found.addresses()).containsExactly(at("10.0.0.1"));
        assertThat(found.leaving()).isEmpty();
    }

    @Test
    void aPodOfBothFamiliesIsOneBackend() {
        EndpointSlice six = slice("IPv6", List.of(GRPC), ready("fd00::1", "node-1"));
        assertThat(of(six, slice("IPv4", List.of(GRPC), ready("10.0.0.1", "node-1")))
                        .addresses())
                .containsExactly(at("10.0.0.1"));
        assertThat(of(six).addresses()).containsExactly(at("fd00::1"));
    }

    @Test
    void thePodsPortIsTakenByNumberOrByName() {
        EndpointSlice slice = slice(
                "IPv4", List.of(port("http", 8080, "TCP"), GRPC, port("dns", 53, "UDP")), ready("10.0.0.1", "node-1"));
        assertThat(of("k8s:///node:grpc", slice).addresses()).containsExactly(at("10.0.0.1"));
        assertThat(of("k8s:///node:8080", slice).addresses()).containsExactly(new InetSocketAddress("10.0.0.1", 8080));
        assertThat(of("k8s:///node:53", slice).addresses()).isEmpty();
    }

    /** A Service with a named target port may have pods that listen on different numbers: a slice for each. */
    @Test
    void aNameMayMeanAnotherNumberInEachSlice() {
        assertThat(of(
                                "k8s:///node:grpc",
                                slice("IPv4", List.of(GRPC), ready("10.0.0.1", "node-1")),
                                slice("IPv4", List.of(port("grpc", 9001, "TCP")), ready("10.0.0.2", "node-2")))
                        .addresses())
                .containsExactly(at("10.0.0.1"), new InetSocketAddress("10.0.0.2", 9001));
    }

    @Test
    void whatMakesNoSenseIsPassedOver() {
        EndpointSlice nothing =
                new EndpointSliceBuilder().withAddressType("IPv4").build();
        nothing.setPorts(null);
        nothing.setEndpoints(null);
        EndpointPort unnamed = new EndpointPort();
        assertThat(of(
                                nothing,
                                slice("FQDN", List.of(GRPC), ready("node.example", "node-1")),
                                slice(
                                        "IPv4",
                                        List.of(unnamed, GRPC),
                                        ready("300.0.0.1", "node-1"),
                                        ready("10.0.0.2", "node-2")),
                                slice("IPv4", List.of(port("", 9000, "SCTP")), ready("10.0.0.3", "node-3")))
                        .addresses())
                .containsExactly(at("10.0.0.2"));
    }

    @Test
    void anEmptyListSaysWhy() {
        assertThat(why("k8s:///node:9000")).contains("no EndpointSlices of a Service node");
        EndpointSlice slice = slice("IPv4", List.of(port("http", 8080, "TCP"), GRPC), ready("10.0.0.1", "node-1"));
        assertThat(why("k8s:///node:9001", slice))
                .isEqualTo("the Service has no TCP port 9001; it has 8080 (http), 9000 (grpc)");
        assertThat(why("k8s:///node:9000", slice("IPv4", List.of()))).isEmpty();
        assertThat(why(
                        "k8s:///node:9000",
                        slice("IPv4", List.of(GRPC), endpoint("10.0.0.1", "a-1", false, false, false))))
                .isEmpty();
    }

    private static Found of(EndpointSlice... slices) {
        return of("k8s:///node:9000", slices);
    }

    private static Found of(String source, EndpointSlice... slices) {
        return Endpoints.of((ServiceSource) Source.parse(source), List.of(slices));
    }

    private static String why(String source, EndpointSlice... slices) {
        return Endpoints.whyNone((ServiceSource) Source.parse(source), List.of(slices));
    }

    private static InetSocketAddress at(String address) {
        return new InetSocketAddress(address, 9000);
    }

    private static EndpointPort port(String name, int number, String protocol) {
        return new EndpointPortBuilder()
                .withName(name)
                .withPort(number)
                .withProtocol(protocol)
                .build();
    }

    private static Endpoint ready(String address, String pod) {
        return endpoint(address, pod, true, true, false);
    }

    private static Endpoint endpoint(String address, String pod, Boolean ready, Boolean serving, Boolean terminating) {
        return new EndpointBuilder()
                .withAddresses(address)
                .withNewConditions(ready, serving, terminating)
                .withNewTargetRef()
                .withKind("Pod")
                .withName(pod)
                .endTargetRef()
                .build();
    }

    private static EndpointSlice slice(String family, List<EndpointPort> ports, Endpoint... endpoints) {
        return new EndpointSliceBuilder()
                .withAddressType(family)
                .withPorts(ports)
                .withEndpoints(endpoints)
                .build();
    }
}
