package sevenlayers.bench.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sevenlayers.bench.proxy.Tools;

/** Starts ours and the others with the same zone. */
final class Contenders {
    /** Not the flags of a lab's pods, which start quickly: those of a server that runs for long. */
    static final List<String> FLAGS = List.of("-XX:+UseParallelGC", "-Xmx1g", "--sun-misc-unsafe-memory-access=allow");

    private final Path folder;
    private final Path zone;
    private final List<String> missing = new ArrayList<>();

    /** @param zone of {@code .}, a master file */
    Contenders(Path folder, Path zone) {
        this.folder = folder;
        this.zone = zone;
    }

    /** What is not installed. */
    List<String> missing() {
        return missing;
    }

    /** All that serve the zone. */
    List<Server> authorities() throws IOException {
        List<Server> all = new ArrayList<>();
        all.add(ours("Seven Layers", "zone . " + zone + "\n"));
        start("NSD", "nsd", List.of("-d", "-c"), """
                server:
                  ip-address: 127.0.0.1@%1$d
                  username: ""
                  chroot: ""
                  zonesdir: "%2$s"
                  pidfile: "%2$s/pid"
                  database: ""
                  xfrdfile: "%2$s/xfrd"
                  zonelistfile: "%2$s/list"
                  rrl-ratelimit: 0
                  server-count: 2
                remote-control:
                  control-enable: no
                zone:
                  name: "."
                  zonefile: "%3$s"
                """).ifPresent(all::add);
        start("Knot", "knotd", List.of("-c"), """
                server:
                  listen: 127.0.0.1@%1$d
                  rundir: "%2$s"
                database:
                  storage: "%2$s"
                zone:
                  - domain: "."
                    file: "%3$s"
                    journal-content: none
                """).ifPresent(all::add);
        start("BIND", "named", List.of("-f", "-c"), """
                options { directory "%2$s"; listen-on port %1$d { 127.0.0.1; }; listen-on-v6 { none; }; pid-file none; recursion no;
                  session-keyfile "%2$s/key"; dnssec-validation no; notify no; managed-keys-directory "%2$s"; };
                controls { };
                zone "." { type primary; file "%3$s"; };
                """).ifPresent(all::add);
        return all;
    }

    /** All that resolve, with a server of ours above them. */
    List<Server> resolvers(Server above) throws IOException {
        List<Server> all = new ArrayList<>();
        all.add(ours(
                "Seven Layers",
                "resolver on\nroot ns. 127.0.0.1\nupstream-port " + above.port() + "\ncache-entries 1000000\n"));
        start("Unbound", "unbound", List.of("-d", "-c"), """
                server:
                  interface: 127.0.0.1@%1$d
                  access-control: 127.0.0.0/8 allow
                  do-not-query-localhost: no
                  username: ""
                  chroot: ""
                  directory: "%2$s"
                  pidfile: "%2$s/pid"
                  use-syslog: no
                  num-threads: 2
                  module-config: "iterator"
                  rrset-cache-size: 200m
                  msg-cache-size: 200m
                remote-control:
                  control-enable: no
                stub-zone:
                  name: "."
                  stub-addr: 127.0.0.1@%4$d
                """.replace("%4$d", String.valueOf(above.port())))
                .ifPresent(all::add);
        return all;
    }

    private Server ours(String name, String settings) throws IOException {
        int port = Server.freePort();
        Path own = Files.createDirectories(folder.resolve("ours-" + port));
        Path file = Files.writeString(own.resolve("conf"), "listen 127.0.0.1 " + port + "\n" + settings);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), "sevenlayers.dns.program.Main", file.toString()));
        return Server.start(name, port, own, command);
    }

    private Optional<Server> start(String name, String program, List<String> options, String configuration)
            throws IOException {
        Optional<Path> found = Tools.find(program);
        if (found.isEmpty()) {
            missing.add(name);
            return Optional.empty();
        }
        int port = Server.freePort();
        Path own = Files.createDirectories(folder.resolve(program));
        Path file = Files.writeString(own.resolve("conf"), configuration.formatted(port, own, zone));
        List<String> command = new ArrayList<>(List.of(found.get().toString()));
        command.addAll(options);
        command.add(file.toString());
        return Optional.of(Server.start(name, port, own, command));
    }
}
