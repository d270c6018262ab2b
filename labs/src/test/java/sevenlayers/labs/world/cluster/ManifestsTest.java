package sevenlayers.labs.world.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.ServicePlan;
import sevenlayers.labs.world.images.Image;
import sevenlayers.labs.world.tool.Tool;

/** What {@code kubectl kustomize} makes of {@code k8s/}; needs kubectl, but no cluster. */
class ManifestsTest {

    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());

    private final Layout layout = Layout.of(Map.of());

    private static List<JsonNode> kustomize(Path folder) throws IOException {
        Tool kubectl = new Tool("kubectl", CHECKOUT, Map.of());
        assumeTrue(kubectl.present(), "there is no kubectl on this machine");
        String yaml = kubectl.run("kustomize", folder.toString())
                .orElseThrow(folder + " is not a kustomization")
                .out();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return new ArrayList<>(documents.readAll());
        }
    }

    private static List<JsonNode> ofKind(List<JsonNode> objects, String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/kind", "overlays/minikube"})
    void every_pod_is_locked_in_checked_and_limited(String overlay) throws IOException {
        List<JsonNode> objects = kustomize(CHECKOUT.resolve("k8s").resolve(overlay));

        assertThat(objects)
                .allMatch(object -> name(object).equals("seven-layers")
                        || object.path("metadata").path("namespace").asText().equals("seven-layers"));
        assertThat(ofKind(objects, "StatefulSet"))
                .isNotEmpty() // which they are is the next test's
                .allSatisfy(set -> {
                    assertThat(set.at("/spec/ordinals/start").asInt()).isEqualTo(1);
                    assertThat(set.at("/spec/podManagementPolicy").asText()).isEqualTo("Parallel");
                    JsonNode pod = set.at("/spec/template/spec");
                    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean())
                            .isTrue();
                    assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                            .isEqualTo("RuntimeDefault");
                    assertThat(pod.at("/shareProcessNamespace").asBoolean()).isTrue();
                    JsonNode container = pod.at("/containers/0");
                    assertThat(container
                                    .at("/securityContext/readOnlyRootFilesystem")
                                    .asBoolean())
                            .isTrue();
                    assertThat(container
                                    .at("/securityContext/capabilities/drop/0")
                                    .asText())
                            .isEqualTo("ALL");
                    assertThat(container.at("/readinessProbe/grpc/port").asInt())
                            .isEqualTo(Layout.POD_PORT);
                    assertThat(container.at("/resources/limits/memory").asText())
                            .isNotEmpty();
                    assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
                    assertThat(container.at("/env").findValuesAsText("name"))
                            .contains("LAB_POD", "LAB_WORLD", "LAB_NODE");
                });
    }

    @Test
    void the_services_of_the_plan_are_there_with_as_many_pods() throws IOException {
        Map<String, Integer> planned = new TreeMap<>(Layout.DNS_TREE);
        layout.services().forEach(service -> planned.put(service.name(), service.replicas()));
        Map<String, Integer> written = new TreeMap<>();
        ofKind(kustomize(CHECKOUT.resolve("k8s/base")), "StatefulSet")
                .forEach(set -> written.put(name(set), set.at("/spec/replicas").asInt()));

        assertThat(written).isEqualTo(planned);
    }

    @Test
    void only_the_balancer_may_ask_the_api_server_and_only_for_endpoint_slices() throws IOException {
        List<JsonNode> objects = kustomize(CHECKOUT.resolve("k8s/base"));

        assertThat(ofKind(objects, "StatefulSet"))
                .filteredOn(set -> set.at("/spec/template/spec/automountServiceAccountToken")
                        .asBoolean(true))
                .singleElement()
                .satisfies(set -> {
                    assertThat(name(set)).isEqualTo("balancer");
                    assertThat(set.at("/spec/template/spec/serviceAccountName").asText())
                            .isEqualTo("balancer");
                });
        assertThat(ofKind(objects, "Role")).singleElement().satisfies(role -> {
            assertThat(role.path("rules")).hasSize(1);
            assertThat(role.at("/rules/0/apiGroups").toString()).isEqualTo("[\"discovery.k8s.io\"]");
            assertThat(role.at("/rules/0/resources").toString()).isEqualTo("[\"endpointslices\"]");
            assertThat(role.at("/rules/0/verbs").toString()).isEqualTo("[\"list\",\"watch\"]");
        });
        assertThat(ofKind(objects, "RoleBinding"))
                .singleElement()
                .satisfies(binding -> assertThat(binding.path("subjects"))
                        .singleElement()
                        .satisfies(subject ->
                                assertThat(subject.path("name").asText()).isEqualTo("balancer")));
        assertThat(objects)
                .extracting(object -> object.path("kind").asText())
                .doesNotContain("ClusterRole", "ClusterRoleBinding");
    }

    /** grpc-java keeps what a name means for 30 s: until then one of the addresses that it knows must go on to answer. */
    @Test
    void a_rolling_update_leaves_a_client_an_address_until_it_may_ask_again() throws IOException {
        JsonNode node = ofKind(kustomize(CHECKOUT.resolve("k8s/base")), "StatefulSet").stream()
                .filter(set -> name(set).equals("node"))
                .findFirst()
                .orElseThrow();

        int apart = node.at("/spec/minReadySeconds").asInt();
        assertThat(apart * (node.at("/spec/replicas").asInt() - 1)).isGreaterThanOrEqualTo(30);
    }

    @Test
    void kind_leads_each_front_door_to_the_node_port_of_its_service() throws IOException {
        Map<String, Integer> mapped = new TreeMap<>();
        for (JsonNode mapping :
                YAML.readTree(CHECKOUT.resolve("k8s/kind.yaml").toFile()).at("/nodes/0/extraPortMappings")) {
            assertThat(mapping.path("listenAddress").asText()).isEqualTo(Layout.HOST);
            mapped.put(
                    mapping.path("protocol").asText("TCP") + " "
                            + mapping.path("containerPort").asInt(),
                    mapping.path("hostPort").asInt());
        }
        Map<String, Integer> doors = new TreeMap<>();
        for (JsonNode service : ofKind(kustomize(CHECKOUT.resolve("k8s/overlays/kind")), "Service")) {
            for (JsonNode port : service.at("/spec/ports")) {
                if (port.has("nodePort")) {
                    Integer door = mapped.remove(port.path("protocol").asText("TCP") + " "
                            + port.path("nodePort").asInt());
                    doors.put(name(service) + " " + port.path("name").asText(), door == null ? 0 : door);
                }
            }
        }
        Map<String, Integer> expected = new TreeMap<>();
        for (ServicePlan service : layout.services()) {
            expected.put(service.name() + "-door grpc", layout.door(service));
            for (ServicePlan.Extra extra : service.extras()) {
                String name = service.name() + "-door " + extra.what().toLowerCase(java.util.Locale.ROOT);
                expected.put(name, layout.door(extra));
                if (extra.datagrams()) {
                    expected.put(name + "-udp", layout.door(extra));
                }
            }
        }

        assertThat(doors).isEqualTo(expected);
        assertThat(mapped).as("ports published for nothing").isEmpty();
    }

    @Test
    void the_applied_kustomization_names_images_and_replicas(@TempDir Path state) throws IOException {
        List<Image> images =
                List.of(new Image("node", "aaa"), new Image("client", "0123"), new Image("balancer", "ccc"));
        Path folder = new Manifests(CHECKOUT, CHECKOUT.resolve("labs/target/manifests-test"))
                .write("overlays/minikube", images, Map.of("node", 5));

        List<JsonNode> sets = ofKind(kustomize(folder), "StatefulSet");

        assertThat(sets)
                .extracting(set -> name(set) + " " + set.at("/spec/replicas").asInt() + " "
                        + set.at("/spec/template/spec/containers/0/image").asText())
                .contains(
                        "node 5 seven-layers/node:aaa",
                        "client 1 seven-layers/client:0123",
                        "balancer 1 seven-layers/balancer:ccc");
    }
}
