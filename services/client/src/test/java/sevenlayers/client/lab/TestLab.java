package sevenlayers.client.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sevenlayers.chassis.identity.PodSettings;
import sevenlayers.chassis.names.LabHosts;
import sevenlayers.chassis.names.LabNameResolverProvider;
import sevenlayers.chassis.names.Names;
import sevenlayers.chassis.trace.TraceClientInterceptor;
import sevenlayers.client.channel.ChannelOpener;
import sevenlayers.client.channel.LabTargets;
import sevenlayers.client.channel.NamedChannels;
import sevenlayers.client.drive.DriveHandle;
import sevenlayers.client.drive.Drives;
import sevenlayers.client.drive.ReportSink;
import sevenlayers.client.relay.Relay;
import sevenlayers.client.v1.DriveRequest;
import sevenlayers.client.v1.DriveResponse;

/** A client, and a lab whose pods share one address: names come with ports, from a names file. */
public final class TestLab implements AutoCloseable {

    private static final Path NAMES_FILE;
    private static final PodSettings SETTINGS;

    static {
        try {
            NAMES_FILE = Files.createTempFile("names", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> said = Map.of("lab.names", NAMES_FILE.toString(), "lab.hosts", "node,dns");
        SETTINGS = PodSettings.from(name -> Optional.ofNullable(said.get(name)));
        LabNameResolverProvider.registerIfNamed(SETTINGS);
    }

    private final Map<String, List<String>> names = new LinkedHashMap<>();
    private final Names lookUp = new Names(SETTINGS);
    private final LabTargets targets = new LabTargets(new LabHosts(SETTINGS, lookUp), lookUp);
    private final ChannelOpener opener =
            new ChannelOpener(Optional.empty(), targets, List.of(new TraceClientInterceptor()));
    private Instant now = Instant.EPOCH;
    private final NamedChannels named = new NamedChannels(() -> now);
    private final Drives drives = new Drives(opener, named, targets);
    private final Relay relay = new Relay(opener, targets);

    public TestLab() {
        write();
    }

    /** Gives a name these addresses from now on. */
    public TestLab name(String name, String... addresses) {
        names.put(name, List.of(addresses));
        write();
        return this;
    }

    /** Gives the name {@code node} these pods. */
    public TestLab nodes(FakeNode... nodes) {
        return name("node", Arrays.stream(nodes).map(FakeNode::address).toArray(String[]::new));
    }

    public Drives drives() {
        return drives;
    }

    public Relay relay() {
        return relay;
    }

    public NamedChannels named() {
        return named;
    }

    /** Time passes for the named channels. */
    public void later(Duration time) {
        now = now.plus(time);
    }

    /** Runs a drive to its end, on this thread, for a reader that takes everything. */
    public Story drive(DriveRequest.Builder request) throws InterruptedException {
        List<DriveResponse> pieces = new ArrayList<>();
        boolean ended = drives.run(request.build(), new DriveHandle(), new Taking(pieces));
        if (!ended) {
            throw new AssertionError("the drive was cancelled");
        }
        return new Story(pieces);
    }

    /** A drive of {@code node}. */
    public static DriveRequest.Builder request(int calls) {
        return DriveRequest.newBuilder().setTarget("dns:///node:9000").setCalls(calls);
    }

    @Override
    public void close() {
        named.closeAll();
        opener.close();
    }

    private void write() {
        try {
            Files.writeString(
                    NAMES_FILE,
                    names.entrySet().stream()
                            .map(entry -> entry.getKey() + " " + String.join(" ", entry.getValue()))
                            .collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A reader that takes everything. */
    public record Taking(List<DriveResponse> pieces) implements ReportSink {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void send(DriveResponse piece) {
            pieces.add(piece);
        }
    }
}
