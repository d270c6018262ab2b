package sevenlayers.dns.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import sevenlayers.dns.tsig.Key;

/** Starts BIND, NSD and Knot as one side of a zone transfer of {@code example.} */
final class Transfers {
    private static final String SECRET = "c2V2ZW4gbGF5ZXJzLCBvbmUgc2VjcmV0LCBsb25nIGVub3VnaA==";

    /** Of transfers that are signed. */
    static final Key KEY = Key.of(Name.fromConstantString("transfer."), "hmac-sha256", SECRET);

    private Transfers() {}

    /** As a secondary of a server on a port of loopback. */
    static Peer secondary(String who, Path folder, int primary, boolean signed, Message probe) throws IOException {
        int port = Peer.freePort();
        return start(
                who,
                folder,
                port,
                probe,
                switch (who) {
                    case "named" ->
                        bind(folder, port, signed)
                                + "zone \"example\" { type secondary; primaries port %d { 127.0.0.1%s; }; file \"example.db\"; };%n"
                                        .formatted(primary, signed ? " key transfer" : "");
                    case "nsd" ->
                        nsd(folder, port, signed)
                                + "zone:%n  name: \"example\"%n  zonefile: \"example.zone\"%n  request-xfr: 127.0.0.1@%d %s%n  allow-notify: 127.0.0.1 %2$s%n"
                                        .formatted(primary, signed ? "transfer" : "NOKEY");
                    default -> knot(folder, port, signed) + """
                        remote:
                          - id: us
                            address: 127.0.0.1@%d
                            %s
                        acl:
                          - id: us
                            address: 127.0.0.1
                            %2$s
                            action: notify
                        zone:
                          - domain: example
                            master: us
                            acl: us
                        """.formatted(primary, signed ? "key: transfer" : "");
                });
    }

    /** As the primary of a server on a port of loopback; it reads the file again on SIGHUP. */
    static Peer primary(String who, Path folder, Path file, int secondary, boolean signed, Message probe)
            throws IOException {
        int port = Peer.freePort();
        return start(
                who,
                folder,
                port,
                probe,
                switch (who) {
                    case "named" ->
                        bind(folder, port, signed)
                                + "zone \"example\" { type primary; file \"%s\"; notify explicit; also-notify port %d { 127.0.0.1%s; }; allow-transfer { %s; }; };%n"
                                        .formatted(
                                                file,
                                                secondary,
                                                signed ? " key transfer" : "",
                                                signed ? "key transfer" : "127.0.0.1");
                    case "nsd" ->
                        nsd(folder, port, signed)
                                + "zone:%n  name: \"example\"%n  zonefile: \"%s\"%n  notify: 127.0.0.1@%d %s%n  provide-xfr: 127.0.0.1 %3$s%n"
                                        .formatted(file, secondary, signed ? "transfer" : "NOKEY");
                    default ->
                        knot(folder, port, signed) + """
                        remote:
                          - id: us
                            address: 127.0.0.1@%d
                            %s
                        acl:
                          - id: us
                            address: 127.0.0.1
                            %2$s
                            action: transfer
                        zone:
                          - domain: example
                            file: "%3$s"
                            zonefile-load: difference
                            journal-content: changes
                            notify: us
                            acl: us
                        """.formatted(secondary, signed ? "key: transfer" : "", file);
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

    private static String bind(Path folder, int port, boolean signed) {
        return (signed ? "key transfer { algorithm hmac-sha256; secret \"%s\"; };%n".formatted(SECRET) : "")
                + """
                options { directory "%s"; listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; }; pid-file none; recursion no;
                  session-keyfile "%s/key"; dnssec-validation no; managed-keys-directory "%s"; notify-delay 0; serial-query-rate 1000;
                  notify-rate 1000; startup-notify-rate 1000; ixfr-from-differences yes; };
                controls { };
                """.formatted(folder, port, folder, folder);
    }

    private static String nsd(Path folder, int port, boolean signed) {
        return (signed ? "key:%n  name: transfer%n  algorithm: hmac-sha256%n  secret: \"%s\"%n".formatted(SECRET) : "")
                + """
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

    private static String knot(Path folder, int port, boolean signed) {
        return (signed ? "key:%n  - id: transfer%n    algorithm: hmac-sha256%n    secret: %s%n".formatted(SECRET) : "")
                + """
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
