package sevenlayers.balancer.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sevenlayers.chassis.identity.PodSettings;
import sevenlayers.chassis.names.LabHosts;
import sevenlayers.chassis.names.Names;

/** Backends node-1, node-2 and so on, and a lab that knows them by a names file: {@code node:9000} is all of them. */
public final class NamedBackends implements AutoCloseable {
    public final List<GrpcBackend> backends;
    public final Names names;
    public final LabHosts hosts;
    private final List<InetSocketAddress> addresses;
    private final Path file;

    public NamedBackends(int count) {
        backends = IntStream.range(0, count).mapToObj(_ -> new GrpcBackend()).toList();
        addresses = backends.stream().map(GrpcBackend::address).toList();
        try {
            file = Files.createTempFile("lab-names", "");
            StringBuilder lines = new StringBuilder("node " + list().replace(',', ' ') + "\n");
            for (int i = 1; i <= count; i++) {
                lines.append("node-").append(i).append(' ').append(text(i)).append('\n');
            }
            Files.writeString(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PodSettings settings = PodSettings.from(
                name -> Optional.ofNullable(Map.of("lab.names", file.toString(), "lab.hosts", "node,balancer")
                        .get(name)));
        names = new Names(settings);
        hosts = new LabHosts(settings, names);
    }

    /** Adds a line to the names file. */
    public void alsoKnow(String line) {
        try {
            Files.writeString(file, Files.readString(file) + line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public InetSocketAddress address(int number) {
        return addresses.get(number - 1);
    }

    /** The address of the nth, from 1, as the balancer writes it. */
    public String text(int number) {
        return "127.0.0.1:" + address(number).getPort();
    }

    /** All addresses, with commas. */
    public String list() {
        return IntStream.rangeClosed(1, backends.size()).mapToObj(this::text).collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        backends.forEach(GrpcBackend::close);
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
