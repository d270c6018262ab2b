package sevenlayers.labs.world.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.ServicePlan;

/**
 * The file from which pods learn names: in the JDK's hosts format where every pod has an address, in the lab's own with ports where they
 * share one. Pods read it anew at each look-up, so it is replaced whole.
 */
final class NameBook {

    private final Layout layout;
    private final Path file;

    NameBook(Layout layout, Path state) {
        this.layout = layout;
        this.file = state.resolve(layout.oneLoopback() ? "names" : "hosts");
    }

    Path file() {
        return file;
    }

    /** Writes what {@code pods}, those that are to be found, are called. */
    void write(Collection<PodId> pods) {
        try {
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(part, layout.oneLoopback() ? names(pods) : hosts(pods));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@code 127.0.0.11 node-1 node}: the canonical name first, as in any hosts file, so that a reverse look-up finds the pod. The JDK gives a
     * name on several lines all of their addresses.
     */
    String hosts(Collection<PodId> pods) {
        StringBuilder text = new StringBuilder("127.0.0.1 localhost\n");
        for (PodId pod : pods) {
            text.append(layout.podAddress(pod.service(), pod.number()))
                    .append(' ')
                    .append(pod.name())
                    .append(' ')
                    .append(pod.service().name())
                    .append(holdsVip(pod) ? " " + Layout.NODE_VIP : "")
                    .append('\n');
        }
        return text.toString();
    }

    /** {@code node 127.0.0.1:20011 127.0.0.1:20012}; {@code balancer:9200} where a pod has more ports than one. */
    String names(Collection<PodId> pods) {
        Map<String, StringBuilder> lines = new TreeMap<>();
        for (PodId pod : pods) {
            int port = layout.podPort(pod.service(), pod.number());
            add(lines, pod.service().name(), port);
            add(lines, pod.name(), port);
            for (ServicePlan.Extra extra : pod.service().extras()) {
                int extraPort = layout.podPort(pod.service(), pod.number(), extra);
                add(lines, pod.service().name() + ":" + extra.port(), extraPort);
                add(lines, pod.name() + ":" + extra.port(), extraPort);
                if (extra.what().equals("L4")) {
                    add(lines, Layout.NODE_VIP, extraPort);
                }
            }
        }
        return lines.entrySet().stream()
                .map(line -> line.getKey() + line.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static boolean holdsVip(PodId pod) {
        return pod.service().extras().stream().anyMatch(extra -> extra.what().equals("L4"));
    }

    private static void add(Map<String, StringBuilder> lines, String name, int port) {
        lines.computeIfAbsent(name, _ -> new StringBuilder())
                .append(' ')
                .append(Layout.HOST)
                .append(':')
                .append(port);
    }
}
