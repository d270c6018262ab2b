package sevenlayers.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.chassis.identity.PodSettings;
import sevenlayers.chassis.names.LabHosts;
import sevenlayers.chassis.names.Names;
import sevenlayers.chassis.v1.World;

/** Names come from a file here, which has the pods' own names as a cluster has them. */
class PodNamesTest {
    private static final InetSocketAddress FIRST = new InetSocketAddress("127.0.0.1", 20_011);
    private static final InetSocketAddress THIRD = new InetSocketAddress("127.0.0.1", 20_013);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @SuppressWarnings("NullAway.Init")
    private LabZone zone;

    @BeforeEach
    void names() throws IOException {
        file = folder.resolve("names");
        write("node-1.pods 127.0.0.1:20011", "node-3.pods 127.0.0.1:20013");
        Map<String, String> said = Map.of(
                "lab.names",
                file.toString(),
                "lab.pod-host",
                "{pod}.pods",
                "lab.hosts",
                "node,node-vip",
                "lab.world",
                "cluster");
        PodSettings settings = PodSettings.from(name -> Optional.ofNullable(said.get(name)));
        Names names = new Names(settings);
        zone = new LabZone(
                settings.hosts(), names, new PodNames(World.WORLD_CLUSTER, names, new LabHosts(settings, names)));
    }

    private void write(String... pods) throws IOException {
        Files.writeString(
                file,
                "node 127.0.0.1:20011 127.0.0.1:20013\nnode-vip 127.0.0.1:20099\n" + String.join("\n", pods) + "\n");
    }

    @Test
    void on_a_cluster_pods_are_known_by_counting_and_a_number_may_be_missing() {
        assertThat(zone.look())
                .filteredOn(pod -> pod.service().equals("node"))
                .extracting(pod -> pod.pod() + " " + pod.port())
                .containsExactly("node-1 20011", "node-3 20013");
    }

    @Test
    void an_address_that_is_no_pods_has_the_name_of_its_service() {
        assertThat(zone.look())
                .filteredOn(pod -> pod.service().equals("node-vip"))
                .extracting(pod -> pod.pod())
                .containsExactly("node-vip");
    }

    @Test
    void a_name_that_was_found_stays_while_the_address_does() throws IOException {
        var before = zone.look();
        write("node-9.pods " + FIRST.getHostString() + ":" + FIRST.getPort());
        assertThat(zone.look()).isEqualTo(before).anyMatch(pod -> pod.port() == THIRD.getPort());
        Files.writeString(file, "node 127.0.0.1:20011\nnode-9.pods 127.0.0.1:20011\n");
        assertThat(zone.look()).extracting(pod -> pod.pod()).containsExactly("node-1");
        Files.writeString(file, "node 127.0.0.1:20012\n");
        assertThat(zone.look()).extracting(pod -> pod.pod()).containsExactly("node");
        Files.writeString(file, "node 127.0.0.1:20011\nnode-9.pods 127.0.0.1:20011\n");
        assertThat(zone.look()).extracting(pod -> pod.pod()).containsExactly("node-9");
    }
}
