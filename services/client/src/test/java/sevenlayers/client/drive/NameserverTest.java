package sevenlayers.client.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sevenlayers.client.lab.TestLab.request;

import java.net.SocketException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.client.lab.FakeDns;
import sevenlayers.client.lab.FakeNode;
import sevenlayers.client.lab.Story;
import sevenlayers.client.lab.TestLab;
import sevenlayers.client.v1.ChannelEvent;
import sevenlayers.client.v1.DriveRequest;

/** A target names the DNS server that is asked. */
@Timeout(60)
class NameserverTest {
    private final FakeDns dns = new FakeDns();
    private final TestLab lab = new TestLab();
    private final FakeNode one = FakeNode.start("node-1");
    private final FakeNode two = FakeNode.start("node-2");

    NameserverTest() throws SocketException {}

    @BeforeEach
    void names() {
        lab.nodes(one, two).name("dns:" + dns.port(), "127.0.0.1:" + dns.port());
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
        one.close();
        two.close();
        dns.close();
    }

    private String service(FakeNode node, int ttl) {
        return "_grpc._tcp.node.lab. " + ttl + " SRV 0 0 " + node.port() + " pod.node.lab.";
    }

    private DriveRequest.Builder drive(int calls, String name) {
        return request(calls).setTarget("dns://dns:" + dns.port() + "/" + name).setPolicy("round_robin");
    }

    @Test
    void without_a_port_its_SRV_records_say_which() throws Exception {
        dns.has(service(one, 5), service(two, 5), "pod.node.lab. 5 A 127.0.0.1");
        Story story = lab.drive(drive(20, "node.lab").setAwaitAllReady(true));
        assertThat(story.callsByPod()).isEqualTo(Map.of("node-1", 10L, "node-2", 10L));
        assertThat(dns.asked())
                .contains("_grpc._tcp.node.lab. SRV", "pod.node.lab. A", "pod.node.lab. AAAA")
                .doesNotContain("node.lab. A");
    }

    @Test
    void with_a_port_its_addresses_are_asked_for() throws Exception {
        dns.has("node.lab. 5 A 127.0.0.1");
        Story story = lab.drive(drive(5, "node.lab:" + two.port()));
        assertThat(story.callsByPod()).isEqualTo(Map.of("node-2", 5L));
        assertThat(dns.asked()).containsOnly("node.lab. A", "node.lab. AAAA");
    }

    @Test
    void it_is_asked_again_when_the_TTL_is_over_and_not_before() throws Exception {
        dns.has(service(one, 1), "pod.node.lab. 1 A 127.0.0.1");
        DriveRequest.Builder named = drive(5, "node.lab").setChannel("kept");
        assertThat(lab.drive(named).callsByPod()).isEqualTo(Map.of("node-1", 5L));
        dns.has(service(one, 1), service(two, 1), "pod.node.lab. 1 A 127.0.0.1");
        long end = System.nanoTime() + 30_000_000_000L;
        while (lab.drive(named).callsByPod().size() < 2) {
            assertThat(System.nanoTime())
                    .as("grpc-java would not look before a connection is lost")
                    .isLessThan(end);
        }
        dns.has(service(one, 3600), service(two, 3600), "pod.node.lab. 3600 A 127.0.0.1");
        long asked;
        do {
            asked = dns.asked().size();
            Thread.sleep(1500);
        } while (dns.asked().size() > asked && System.nanoTime() < end);
        assertThat(dns.asked()).as("with an hour's TTL nobody asks").hasSize((int) asked);
    }

    @Test
    void what_it_says_is_judged_as_any_address_is() throws Exception {
        dns.has("node.lab. 5 A 192.0.2.1");
        Story story = lab.drive(drive(1, "node.lab:9000"));
        assertThat(story.callsByStatus()).containsKey("PERMISSION_DENIED");
        assertThat(story.events(ChannelEvent.Kind.KIND_RESOLUTION_FAILED))
                .anySatisfy(event -> assertThat(event.getDetail()).contains("192.0.2.1", "not one of the lab's own"));
    }

    @Test
    void a_server_outside_the_lab_is_not_asked() {
        assertThatThrownBy(() -> lab.drive(request(1).setTarget("dns://8.8.8.8/node:9000")))
                .hasMessageContaining("8.8.8.8' is not one of the lab's own hosts");
    }

    @Test
    void a_name_that_it_does_not_have_fails_the_calls_and_says_so() throws Exception {
        Story story = lab.drive(drive(1, "nothing.lab"));
        assertThat(story.callsByStatus()).isEqualTo(Map.of("UNAVAILABLE", 1L));
        assertThat(story.calls().getFirst().getMessage())
                .contains("dns:" + dns.port() + " says that nothing.lab has no address by SRV records", "NXDOMAIN");
    }

    @Test
    void a_server_that_does_not_answer_fails_the_calls_and_says_so() throws Exception {
        DriveRequest.Builder drive = drive(1, "node.lab");
        int port = dns.port();
        dns.close();
        Story story = lab.drive(drive.setDeadlineMicros(20_000_000));
        assertThat(story.callsByStatus()).isEqualTo(Map.of("UNAVAILABLE", 1L));
        assertThat(story.calls().getFirst().getMessage()).contains("the DNS server dns:" + port + " does not answer");
    }
}
