package sevenlayers.dns.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Message;

/** Starts BIND, NSD and Knot with the same zones. */
public final class Authorities {
    private Authorities() {}

    /**
     * Starts one.
     *
     * @param zones the file of each zone, by its name
     * @param probe answered with NOERROR once all is well
     */
    public static Peer start(String name, Path folder, Map<String, Path> zones, Message probe) throws IOException {
        int port = Peer.freePort();
        Path own = Files.createDirectories(folder.resolve(name));
        Path config = own.resolve("conf");
        Files.writeString(
                config,
                switch (name) {
                    case "named" -> bind(own, port, zones);
                    case "nsd" -> nsd(own, port, zones);
                    default -> knot(own, port, zones);
                });
        String program = Peer.program(name).orElseThrow();
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(
                switch (name) {
                    case "named" -> List.of("-g", "-c", config.toString());
                    case "nsd" -> List.of("-d", "-c", config.toString());
                    default -> List.of("-c", config.toString());
                });
        return Peer.start(name, own, port, probe, command);
    }

    private static String bind(Path own, int port, Map<String, Path> zones) {
        StringBuilder text = new StringBuilder("""
                options { directory "%s"; listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; }; pid-file none; recursion no;
                  session-keyfile "%s/key"; dnssec-validation no; notify no; check-integrity no; managed-keys-directory "%s"; };
                controls { };
                """.formatted(own, port, own, own));
        zones.forEach((zone, file) ->
                text.append("zone \"%s\" { type primary; file \"%s\"; check-names ignore; };%n".formatted(zone, file)));
        return text.toString();
    }

    private static String nsd(Path own, int port, Map<String, Path> zones) {
        StringBuilder text = new StringBuilder("""
                server:
                  ip-address: 127.0.0.1@%d
                  username: ""
                  chroot: ""
                  zonesdir: "%s"
                  pidfile: "%s/pid"
                  database: ""
                  xfrdfile: "%s/xfrd"
                  zonelistfile: "%s/list"
                  verbosity: 1
                  rrl-ratelimit: 0
                  rrl-whitelist-ratelimit: 0
                remote-control:
                  control-enable: no
                """.formatted(port, own, own, own, own));
        zones.forEach((zone, file) -> text.append("zone:%n  name: \"%s\"%n  zonefile: \"%s\"%n".formatted(zone, file)));
        return text.toString();
    }

    private static String knot(Path own, int port, Map<String, Path> zones) {
        StringBuilder text = new StringBuilder("""
                server:
                  listen: 127.0.0.1@%d
                  rundir: "%s"
                database:
                  storage: "%s"
                log:
                  - target: stdout
                    any: info
                zone:
                """.formatted(port, own, own));
        zones.forEach((zone, file) ->
                text.append("  - domain: \"%s\"%n    file: \"%s\"%n    journal-content: none%n".formatted(zone, file)));
        return text.toString();
    }
}
