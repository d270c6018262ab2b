package sevenlayers.dns.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.dns.peers.Peer;

/** BIND's clients ask the program. */
@Timeout(60)
class ClientsTest {
    private static final String SECRET = "c2l4dGVlbiBieXRlcyBvciBtb3Jl";
    private static final String KEY = "hmac-sha256:lab:" + SECRET;

    @TempDir
    Path folder = Path.of("");

    private Program start(String text) throws Exception {
        return Program.start(
                ConfigurationReader.read(Files.writeString(folder.resolve("dns.conf"), text), InstantSource.system()),
                _ -> {});
    }

    private Program server(int port) throws Exception {
        Files.writeString(
                folder.resolve("root.zone"),
                "$TTL 60\n@ SOA ns root 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\nwww.example A 192.0.2.1\n");
        return start("listen 127.0.0.1 " + port + "\nzone . root.zone\nkey lab hmac-sha256 " + SECRET
                + "\nallow-transfer key lab\n");
    }

    private static String run(String program, int port, String... arguments) throws IOException, InterruptedException {
        Peer.require(List.of(program));
        List<String> command =
                new ArrayList<>(List.of(Peer.program(program).orElseThrow(), "@127.0.0.1", "-p", String.valueOf(port)));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void dig_asks_with_a_key_and_may_have_the_zone() throws Exception {
        int port = Peer.freePort();
        try (Program _ = server(port)) {
            assertThat(run("dig", port, "-y", KEY, "www.example"))
                    .contains("192.0.2.1", "TSIG PSEUDOSECTION", "NOERROR")
                    .doesNotContainIgnoringCase("could not be validated");
            assertThat(run("dig", port, "-y", KEY, ".", "AXFR")).contains("www.example.", "XFR size: 5 records");
            assertThat(run("dig", port, ".", "AXFR")).contains("Transfer failed");
            assertThat(run("dig", port, "-y", KEY.replace(SECRET, "d3Jvbmc="), "www.example"))
                    .contains("status: NOTAUTH", "BADSIG");
            assertThat(run("dig", port, "-y", KEY.replace(":lab:", ":other:"), "www.example"))
                    .contains("status: NOTAUTH", "BADKEY");
        }
    }

    @Test
    void delv_asks_a_resolver_and_gets_what_is_not_signed() throws Exception {
        int port = Peer.freePort();
        int resolver = Peer.freePort();
        try (Program _ = server(port);
                Program _ = start("listen 127.0.0.1 " + resolver + "\nresolver on\nroot ns. 127.0.0.1\nupstream-port "
                        + port + "\n")) {
            assertThat(run("delv", resolver, "-i", "www.example", "A")).contains("answer not validated", "192.0.2.1");
            assertThat(run("delv", resolver, "-i", "nowhere.example", "A")).contains("ncache nxdomain");
            assertThat(run("dig", resolver, "+short", "www.example")).isEqualTo("192.0.2.1\n");
        }
    }
}
