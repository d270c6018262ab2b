package sevenlayers.labs.world.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.PodStatus.State;
import sevenlayers.labs.world.images.Image;

class ProjectTest {

    private static final Path COMPOSE = Path.of("../docker-compose.yml");

    private static String inspected(String life) {
        return """
                [{"Id": "c0ffee", "Config": {"Image": "seven-layers/node:abc", "Labels":
                    {"com.docker.compose.service": "node", "com.docker.compose.container-number": "2"}},
                  "State": %s, "NetworkSettings": {"Networks": {"seven-layers": {"IPAddress": "172.18.0.3"}}}}]
                """.formatted(life);
    }

    @Test
    void a_container_is_a_pod_with_a_name_and_an_address() {
        Container container = Project.parse(
                        inspected("{\"Status\": \"running\", \"Health\": {\"Status\": \"healthy\"}}"))
                .getFirst();

        assertThat(container.pod()).isEqualTo("node-2");
        assertThat(container.address()).isEqualTo("172.18.0.3");
        assertThat(container.state()).isEqualTo(State.READY);
        assertThat(Image.of(container.image())).isEqualTo(new Image("node", "abc"));
        assertThat(Project.parse("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"Status": "running", "Health": {"Status": "starting"}}  | STARTING  | ''
            {"Status": "running", "Health": {"Status": "unhealthy"}} | NOT_READY | ''
            {"Status": "paused", "Health": {"Status": "healthy"}}    | PAUSED    | ''
            {"Status": "created"}                                    | STARTING  | ''
            {"Status": "exited", "ExitCode": 137}                    | DEAD      | killed (SIGKILL)
            {"Status": "exited", "ExitCode": 143}                    | DEAD      | stopped (SIGTERM)
            {"Status": "exited", "ExitCode": 1}                      | DEAD      | ended with status 1
            {"Status": "exited", "ExitCode": 137, "OOMKilled": true} | DEAD      | ended by the kernel: it needed more memory than it may have
            """)
    void dockers_words_become_the_labs(String life, State state, String detail) {
        Container container = Project.parse(inspected(life)).getFirst();

        assertThat(container.state()).isEqualTo(state);
        assertThat(container.detail()).isEqualTo(detail);
    }

    /** Ports stand in the compose file and in {@link Layout}: here they are held together. */
    @Test
    void the_compose_file_publishes_the_front_doors_of_the_plan_and_on_loopback_only() throws IOException {
        Map<String, String> doors = Project.doors(Layout.of(Map.of()));
        Matcher variable = Pattern.compile("\"([^\"]*)\\$\\{(LAB_DOOR_\\w+):-(\\d+)}:\\d+(/udp)?\"")
                .matcher(Files.readString(COMPOSE));
        List<String> seen = new ArrayList<>();
        while (variable.find()) {
            assertThat(variable.group(1)).isEqualTo("127.0.0.1:");
            assertThat(variable.group(3)).isEqualTo(doors.get(variable.group(2)));
            seen.add(variable.group(2) + (variable.group(4) == null ? "" : variable.group(4)));
        }
        List<String> planned = new ArrayList<>(doors.keySet());
        planned.add("LAB_DOOR_RESOLVER/udp");
        assertThat(seen).containsExactlyInAnyOrderElementsOf(planned);

        JsonNode services = new YAMLMapper().readTree(Files.readString(COMPOSE)).path("services");
        assertThat(services.path("node").at("/deploy/replicas").asInt())
                .isEqualTo(Layout.of(Map.of()).service("node").orElseThrow().replicas());
    }
}
