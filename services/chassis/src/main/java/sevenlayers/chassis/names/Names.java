package sevenlayers.chassis.names;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sevenlayers.chassis.identity.PodSettings;

/**
 * Looks names up, each time anew: it keeps no answer of its own, and neither does the JDK: see {@code start.Main}.
 *
 * <p>With a names file ({@code LAB_NAMES}) the file decides, and its ports replace the port asked for; a name that is not in it is
 * asked of the system.
 */
public final class Names {
    private final Optional<Path> file;

    public Names(PodSettings settings) {
        this(settings.names());
    }

    Names(Optional<Path> file) {
        this.file = file;
    }

    /**
     * The addresses of a name, in the order in which the name service gave them; a literal address is its own.
     *
     * @param port goes with each address, unless the names file has its own
     * @throws UnknownHostException nobody knows the name, or the names file cannot be read
     */
    public List<InetSocketAddress> lookUp(String host, int port) throws UnknownHostException {
        if (file.isPresent()) {
            List<InetSocketAddress> listed = NamesFile.read(file.get()).of(host, port);
            if (!listed.isEmpty()) {
                return listed;
            }
        }
        return Arrays.stream(InetAddress.getAllByName(host))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    /**
     * Every address that the name has, at any port: what {@link #lookUp} could answer.
     *
     * @throws UnknownHostException as {@link #lookUp}
     */
    List<InetSocketAddress> all(String host, int port) throws UnknownHostException {
        return file.isPresent() ? NamesFile.read(file.get()).all(host) : lookUp(host, port);
    }

    /** The names that the names file has for this address; none without a file, or if it cannot be read now. */
    List<String> namesOf(InetSocketAddress address) {
        try {
            return file.isPresent() ? NamesFile.read(file.get()).namesOf(address) : List.of();
        } catch (UnknownHostException _) {
            return List.of();
        }
    }

    /** Whether names come with ports of their own. */
    public boolean withPorts() {
        return file.isPresent();
    }
}
