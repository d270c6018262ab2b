package sevenlayers.dns.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.xbill.DNS.Message;

/** Starts BIND, NSD and Knot as one side of a zone transfer of {@code example.} */
final class Transfers {
    private Transfers() {}

    /** As a secondary of a server on a port of loopback. */
    static Peer secondary(String who, Path folder, int primary, Message probe) throws IOException {
        int port = Peer.freePort();
        return start(
                who,
                folder,
                port,
                probe,
                switch (who) {
                    case "named" ->
                        bind(folder, port)
                                + "zone \"example\" { type secondary; primaries port %d { 127.0.0.1; }; file \"example.db\"; };%n"
                                        .formatted(primary);
                    case "nsd" ->
                        nsd(folder, port)
                                + "zone:%n  name: \"example\"%n  zonefile: \"example.zone\"%n  request-xfr: 127.0.0.1@%d NOKEY%n  allow-notify: 127.0.0.1 NOKEY%n"
                                        .formatted(primary);
                    default -> knot(folder, port) + """
                        remote:
                          - id: us
                            address: 127.0.0.1@%d
                        acl:
                          - id: us
                            address: 127.0.0.1
                            action: notify
                        zone:
                          - domain: example
                            master: us
                            acl: us
                        """.formatted(primary);
                });
    }

    /** As the primary of a server on a port of loopback; it reads the file again on SIGHUP. */
    static Peer primary(String who, Path folder, Path file, int secondary, Message probe) throws IOException {
        int port = Peer.freePort();
        return start(
                who,
                folder,
                port,
                probe,
                switch (who) {
                    case "named" ->
                        bind(folder, port)
                                + "zone \"example\" { type primary; file \"%s\"; notify explicit; also-notify port %d { 127.0.0.1; }; allow-transfer { 127.0.0.1; }; };%n"
                                        .formatted(file, secondary);
                    case "nsd" ->
                        nsd(folder, port)
                                + "zone:%n  name: \"example\"%n  zonefile: \"%s\"%n  notify: 127.0.0.1@%d NOKEY%n  provide-xfr: 127.0.0.1 NOKEY%n"
                                        .formatted(file, secondary);
                    default -> knot(folder, port) + """
                        remote:
                          - id: us
                            address: 127.0.0.1@%d
                        acl:
                          - id: us
                            address: 127.0.0.1
                            action: transfer
                        zone:
                          - domain: example
                            file: "%s"
                            zonefile-load: difference
                            journal-content: changes
                            notify: us
                            acl: us
                        """.formatted(secondary, file);
                });
    }

    private static Peer start(String who, Path folder, int port, Message probe, String text) throws IOException {
        Path config = Files.writeString(folder.resolve("conf"), text);
        String program = Peer.program(who).orElseThrow();
        return Peer.start(
                who,
                folder,
                port,
                probe,
                switch (who) {
                    case "named" -> List.of(program, "-g", "-c", config.toString());
                    case "nsd" -> List.of(program, "-d", "-c", config.toString());
                    default -> List.of(program, "-c", config.toString());
                });
    }

    private static String bind(Path folder, int port) {
        return """
                options { directory "%s"; listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; }; pid-file none; recursion no;
                  session-keyfile "%s/key"; dnssec-validation no; managed-keys-directory "%s"; notify-delay 0; serial-query-rate 1000;
                  notify-rate 1000; startup-notify-rate 1000; ixfr-from-differences yes; };
                controls { };
                """.formatted(folder, port, folder, folder);
    }

    private static String nsd(Path folder, int port) {
        return """
                server:
                  ip-address: 127.0.0.1@%d
                  username: ""
                  chroot: ""
                  zonesdir: "%s"
                  pidfile: "%s/pid"
                  database: ""
                  xfrdfile: "%s/xfrd"
                  xfrdir: "%s"
                  zonelistfile: "%s/list"
                  xfrd-reload-timeout: 0
                remote-control:
                  control-enable: no
                """.formatted(port, folder, folder, folder, folder, folder);
    }

    private static String knot(Path folder, int port) {
        return """
                server:
                  listen: 127.0.0.1@%d
                  rundir: "%s"
                database:
                  storage: "%s"
                log:
                  - target: stdout
                    any: info
                template:
                  - id: default
                    storage: "%s"
                """.formatted(port, folder, folder, folder);
    }
}
