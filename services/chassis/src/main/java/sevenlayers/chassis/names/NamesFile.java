package sevenlayers.chassis.names;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names with ports, for pods that share one address. A line a name: {@code node 127.0.0.1:20011 127.0.0.1:20012}. A name may
 * have the port that it is asked with, {@code balancer:9200 127.0.0.1:20003}, and then goes before the name alone. Blank lines and those
 * that begin with {@code #} say nothing; a name on several lines has the addresses of all.
 */
record NamesFile(Map<String, List<InetSocketAddress>> names) {

    /**
     * Reads the file as it is now.
     *
     * @throws UnknownHostException it cannot be read; the message says which file and why
     */
    static NamesFile read(Path file) throws UnknownHostException {
        Map<String, List<InetSocketAddress>> names = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.strip().split("\\s+");
                if (words[0].isEmpty() || words[0].startsWith("#")) {
                    continue;
                }
                List<InetSocketAddress> addresses = names.computeIfAbsent(words[0], _ -> new ArrayList<>());
                for (int i = 1; i < words.length; i++) {
                    addresses.add(address(words[i]));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            UnknownHostException unknown = new UnknownHostException("cannot read the names in " + file + ": " + e);
            unknown.initCause(e);
            throw unknown;
        }
        return new NamesFile(names);
    }

    /** The addresses for a look-up of this name with this port; empty when the file has neither. */
    List<InetSocketAddress> of(String host, int port) {
        List<InetSocketAddress> exact = names.get(host + ":" + port);
        return List.copyOf(exact != null ? exact : names.getOrDefault(host, List.of()));
    }

    /** The addresses of this name at any port. */
    List<InetSocketAddress> all(String host) {
        return names.entrySet().stream()
                .filter(line -> line.getKey().equals(host) || line.getKey().startsWith(host + ":"))
                .flatMap(line -> line.getValue().stream())
                .toList();
    }

    /** The names of this address, those that have a port without it. */
    List<String> namesOf(InetSocketAddress address) {
        return names.entrySet().stream()
                .filter(line -> line.getValue().contains(address))
                .map(line -> line.getKey().replaceFirst(":\\d+$", ""))
                .toList();
    }

    private static InetSocketAddress address(String word) throws UnknownHostException {
        int colon = word.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'" + word + "' is not an address with a port");
        }
        String host = word.substring(0, colon).replaceAll("^\\[|]$", "");
        return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(word.substring(colon + 1)));
    }
}
