package sevenlayers.labs.cli;

import com.google.protobuf.TextFormat;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sevenlayers.handshake.v1.Application;
import sevenlayers.handshake.v1.Direction;
import sevenlayers.handshake.v1.Fault;
import sevenlayers.handshake.v1.Host;
import sevenlayers.handshake.v1.HostSettings;
import sevenlayers.handshake.v1.Link;
import sevenlayers.handshake.v1.NamedScenario;
import sevenlayers.handshake.v1.Network;
import sevenlayers.handshake.v1.Scenario;
import sevenlayers.labs.world.WorldException;

/** Which scenario, and what is different in it. */
final class TcpScenario {

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "One that ./lab tcp list names.")
    private @Nullable String name;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "A scenario of your own instead: Scenario as .json or .textproto.")
    private @Nullable Path file;

    @Option(names = "--loss", paramLabel = "SHARE", description = "Each link loses so much, both ways: 0 to 1.")
    private @Nullable Double loss;

    @Option(
            names = "--drop",
            paramLabel = "N",
            split = ",",
            description = "The Nth packet of the opener is lost; server:2 is the second of the server.")
    private List<String> drops = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Where chance starts from.")
    private @Nullable Long seed;

    /** What to simulate: what was named, and laid over it what was said beside. */
    record Chosen(String title, Scenario scenario) {}

    /**
     * The scenario.
     *
     * @param algorithm congestion control of every host; empty: as the scenario has it
     */
    Chosen chosen(TcpDoor door, String algorithm) {
        NamedScenario named = file == null ? door.scenario(name()) : read(file);
        Scenario own = named.getScenario();
        Scenario.Builder scenario = file == null ? Scenario.newBuilder().setName(named.getName()) : own.toBuilder();
        if (loss != null) {
            scenario.setNetwork(lossy(own.getNetwork(), loss));
        }
        if (!drops.isEmpty()) {
            scenario.clearFaults();
            drops.forEach(drop -> scenario.addFaults(fault(drop, opener(own))));
            scenario.addAllFaults(own.getFaultsList());
        }
        if (seed != null) {
            scenario.setSeed(seed);
        }
        scenario.putAllSettings(settings(own, algorithm));
        return new Chosen(named.getTitle(), scenario.build());
    }

    private String name() {
        if (name == null) {
            throw new WorldException(
                    "Which scenario? Name one that ./lab tcp list shows, as in ./lab tcp show handshake, or give your own with"
                            + " --file.");
        }
        return name;
    }

    /** A host's own settings would win over those of {@code *}: they get the algorithm, too. */
    static Map<String, HostSettings> settings(Scenario scenario, String algorithm) {
        Map<String, HostSettings> settings = new LinkedHashMap<>();
        if (!algorithm.isEmpty()) {
            TreeSet<String> hosts = new TreeSet<>(scenario.getSettingsMap().keySet());
            hosts.add("*");
            hosts.stream()
                    .filter(host -> host.equals("*") || chooses(scenario, host))
                    .forEach(host -> settings.put(
                            host,
                            HostSettings.newBuilder()
                                    .setCongestionControl(algorithm)
                                    .build()));
        }
        return settings;
    }

    private static boolean chooses(Scenario scenario, String host) {
        HostSettings settings = scenario.getSettingsOrDefault(host, HostSettings.getDefaultInstance());
        return !settings.getCongestionControl().isEmpty();
    }

    /** The two hosts and the link that a scenario without a network has, or its own, with loss. */
    private static Network lossy(Network network, double loss) {
        Network.Builder lossy = network.toBuilder();
        if (network.getHostsCount() == 0) {
            lossy.addHosts(Host.newBuilder().setName("client"))
                    .addHosts(Host.newBuilder().setName("server"))
                    .addLinks(Link.newBuilder().setA("client").setB("server"));
        }
        lossy.getLinksBuilderList().forEach(link -> {
            lossy(link.getFromABuilder(), loss);
            lossy(link.getFromBBuilder(), loss);
        });
        return lossy.build();
    }

    private static void lossy(Direction.Builder direction, double loss) {
        direction.getImpairmentsBuilder().setLoss(loss);
    }

    private static String opener(Scenario scenario) {
        return scenario.getApplicationsList().stream()
                .filter(Application::hasClient)
                .map(Application::getHost)
                .findFirst()
                .orElse("client");
    }

    private static Fault fault(String drop, String opener) {
        int colon = drop.indexOf(':');
        String host = colon < 0 ? opener : drop.substring(0, colon);
        try {
            long number = Long.parseLong(drop.substring(colon + 1));
            return Fault.newBuilder()
                    .setFrom(host)
                    .addNumbers(number)
                    .setDrop(true)
                    .build();
        } catch (NumberFormatException e) {
            throw new WorldException(
                    "--drop is \"" + drop
                            + "\"; it must be the number of a packet, from 1, as in --drop 3 or --drop server:2",
                    e);
        }
    }

    /** A {@code Scenario}, or a {@code NamedScenario} as the catalogue's files have it. */
    static NamedScenario read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new WorldException(file + " cannot be read. Name a file with --file.", e);
        }
        boolean json = file.toString().endsWith(".json");
        try {
            NamedScenario.Builder named = NamedScenario.newBuilder();
            parse(text, json, named);
            return named.build();
        } catch (IOException _) {
            // Then it is a scenario by itself, and what is wrong with it is told below.
        }
        try {
            Scenario.Builder scenario = Scenario.newBuilder();
            parse(text, json, scenario);
            return NamedScenario.newBuilder()
                    .setTitle(String.valueOf(file.getFileName()))
                    .setScenario(scenario)
                    .build();
        } catch (IOException e) {
            throw new WorldException(
                    file + " is no scenario: " + e.getMessage()
                            + "\nIt must be a sevenlayers.handshake.v1.Scenario, as JSON (.json) or as text (.textproto)."
                            + "\n./lab tcp list --json has examples; grpcurl describes the fields.",
                    e);
        }
    }

    private static void parse(String text, boolean json, com.google.protobuf.Message.Builder into) throws IOException {
        if (json) {
            JsonFormat.parser().merge(text, into);
        } else {
            TextFormat.merge(text, into);
        }
    }
}
