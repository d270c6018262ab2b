package sevenlayers.dns.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.Records;
import sevenlayers.dns.peers.Asker;
import sevenlayers.dns.peers.Peer;

/** The program, as its file has it. */
@Timeout(60)
class ProgramTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder = Path.of("");

    private final List<String> said = new ArrayList<>();

    private Configuration read(String text) throws IOException, ConfigurationException {
        return ConfigurationReader.read(Files.writeString(folder.resolve("dns.conf"), text), () -> NOW);
    }

    private Program start(String text) throws Exception {
        return Program.start(read(text), said::add);
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static Message recursive(String name, int type) {
        Message query = Asker.question(Records.name(name), type);
        query.getHeader().setFlag(Flags.RD);
        return query;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen 127.0.0.1 | dns.conf:1: something is missing; allowed: listen ADDRESS PORT",
                "listen localhost 53 | \"localhost\" is no address",
                "listen 127.0.0.1 99999 | no number from 1 to 65535",
                "bogus 1 | \"bogus\" is no setting; allowed: allow, allow-transfer, cache",
                "resolver maybe | \"maybe\" is neither on nor off",
                "time-limit soon | no duration such as 800ms",
                "allow 1.2.3.0/44 | is no network",
                "forwarding on | this resolver asks servers itself",
                "clock yesterday | no instant such as",
                "# nothing | nothing to listen on"
            })
    void a_line_that_cannot_be_followed_is_explained(String line, String words) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(words);
    }

    @Test
    void a_clock_may_be_set() throws Exception {
        assertThat(read("listen 127.0.0.1 53\nclock 2026-01-01T01:00:00Z").clockOffset)
                .isEqualTo(Duration.ofHours(1));
        assertThat(read("listen 127.0.0.1 53\nclock-offset -1d # yesterday").clockOffset)
                .isEqualTo(Duration.ofDays(-1));
    }

    @Test
    void it_serves_a_zone_reads_it_again_and_resolves_through_another_of_itself() throws Exception {
        int server = Peer.freePort();
        Path zone = Files.writeString(
                folder.resolve("root.zone"),
                "$TTL 60\n@ SOA ns root 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\nwww.example A 192.0.2.1\n");
        try (Program root = start("listen 127.0.0.1 " + server + "\nzone . root.zone\n")) {
            assertThat(said).containsExactly("listening on 127.0.0.1 port " + server + ", UDP and TCP");
            Message answer = Asker.udp(at(server), Asker.question(Records.name("www.example."), Type.A));
            assertThat(answer.getSection(Section.ANSWER)).hasSize(1);

            int resolver = Peer.freePort();
            try (Program second = start("listen 127.0.0.1 " + resolver
                    + "\nresolver on\nroot ns. 127.0.0.1\nupstream-port " + server + "\ncache off\nmixed-case on\n")) {
                Message found = Asker.udp(at(resolver), recursive("www.example.", Type.A));
                assertThat(found.getSection(Section.ANSWER)).hasSize(1);
                assertThat(found.getHeader().getFlag(Flags.RA)).isTrue();

                Files.writeString(
                        zone, Files.readString(zone).replace("root 1", "root 2") + "new.example A 192.0.2.2\n");
                root.reload();
                assertThat(Asker.tcp(at(resolver), recursive("new.example.", Type.A))
                                .getSection(Section.ANSWER))
                        .hasSize(1);
            }
            Files.writeString(zone, Files.readString(zone) + "more.example A 192.0.2.3\n");
            root.reload();
            assertThat(said.getLast()).contains("is at serial 2", "its serial has not");
            Files.writeString(zone, Files.readString(zone).replace("root 2", "root 1"));
            root.reload();
            assertThat(said.getLast()).contains("is at serial 1. That is not after 2");
            Files.writeString(zone, "nonsense\n");
            root.reload();
            assertThat(said.getLast()).contains("root.zone:1:", "The old zone goes on being served");
            assertThat(Asker.udp(at(server), Asker.question(Records.name("new.example."), Type.A))
                            .getRcode())
                    .isEqualTo(Rcode.NOERROR);
        }
    }

    @Test
    void hints_come_from_a_file_as_everybody_has_it() throws Exception {
        Files.writeString(
                folder.resolve("hints"),
                ". 3600000 NS A.ROOT-SERVERS.NET.\nA.ROOT-SERVERS.NET. 3600000 A 198.41.0.4\n");
        int port = Peer.freePort();
        try (Program program = start(
                "listen 127.0.0.1 " + port
                        + "\nresolver on\nhints hints\nupstream-port 1\ntime-limit 200ms\nfirst-patience 50ms\nsource 127.0.0.1\n")) {
            assertThat(said).hasSize(1);
            assertThat(Asker.udp(at(port), recursive("www.example.", Type.A)).getRcode())
                    .isEqualTo(Rcode.SERVFAIL);
        }
        assertThatThrownBy(() -> start("listen 127.0.0.1 " + port + "\nresolver on\n"))
                .hasMessageContaining("has to know a root server");
    }
}
