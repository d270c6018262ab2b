package sevenlayers.labs.build;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import sevenlayers.labs.world.Layout;

/**
 * A module of the reactor, as far as building it on demand goes.
 *
 * @param folder relative to the repository, as in {@code services/node}
 * @param sources folders and files that its product is made of, relative to its folder
 * @param needs folders of the modules that it is built on
 * @param product what a build leaves, relative to its folder
 */
record Module(String folder, List<String> sources, List<String> needs, String product) {

    static final Module PROTO = new Module(
            "proto", List.of("pom.xml", "buf.yaml", "sevenlayers"), List.of(), "target/proto-1.0.0-SNAPSHOT.jar");

    static final Module LABS = new Module("labs", List.of("pom.xml", "src/main"), List.of("proto"), "target/labs.jar");

    private static final Module CHASSIS = new Module(
            "services/chassis", List.of("pom.xml", "src/main"), List.of("proto"), "target/chassis-1.0.0-SNAPSHOT.jar");

    private static final Module WIRE =
            new Module("services/wire", List.of("pom.xml", "src/main"), List.of(), "target/wire-1.0.0-SNAPSHOT.jar");

    /** Needed by ./lab bench only, which also runs programs among the balancer's tests. */
    static final Module BENCH = new Module(
            "bench",
            List.of("pom.xml", "src/main", "../services/balancer/src/test"),
            List.of(
                    "proto",
                    "services/chassis",
                    "services/wire",
                    "services/balancer",
                    "services/handshake",
                    "services/dns",
                    "services/crypto"),
            "target/bench.jar");

    /** What a lab is made of, in an order in which they can be built. */
    static final List<Module> LAB = Stream.of(
                    Stream.of(PROTO, WIRE, CHASSIS),
                    Layout.serviceNames().stream().map(Module::service),
                    Stream.of(LABS))
            .flatMap(modules -> modules)
            .toList();

    /** All of the reactor. */
    static final List<Module> ALL =
            Stream.concat(LAB.stream(), Stream.of(BENCH)).toList();

    private static Module service(String name) {
        List<String> needs = name.equals("handshake") || name.equals("dns")
                ? List.of("proto", "services/chassis", "services/wire")
                : List.of("proto", "services/chassis");
        return new Module(
                "services/" + name, List.of("pom.xml", "src/main"), needs, "target/quarkus-app/quarkus-run.jar");
    }

    String name() {
        return folder.substring(folder.lastIndexOf('/') + 1);
    }

    Path in(Path repository) {
        return repository.resolve(folder);
    }
}
