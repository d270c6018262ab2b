package sevenlayers.labs.world.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import sevenlayers.labs.world.tool.Tool;

/**
 * A kubectl of our own: a script that answers from files beside it. {@code get pods} prints the file pods, its watch follows the file watch;
 * {@code port-forward} says that it forwards to the port that the file ports has for the pod, and sleeps; all else prints the file that is
 * called like its first two words, or fails.
 */
final class FakeKubectl {

    private static final String SCRIPT = """
            #!/bin/sh
            here=${0%/*}
            shift 4 # --context lab --namespace seven-layers
            echo "$*" >>"$here/asked"
            case "$*" in
              "get pods --watch"*) exec tail -n +1 -f "$here/watch" ;;
              "port-forward"*)
                pod=${4#pod/}
                port=$(sed -n "s/^$pod //p" "$here/ports")
                [ -n "$port" ] || { echo "error: unable to forward port because pod is not running"; exit 1; }
                echo $$ >"$here/$pod.pid"
                echo "Forwarding from 127.0.0.1:$port -> ${5#:}"
                exec sleep 600 ;;
              *) cat "$here/$1 $2" ;;
            esac
            """;

    private final Path directory;

    FakeKubectl(Path directory) {
        this.directory = directory;
        write("kubectl", SCRIPT);
        if (!directory.resolve("kubectl").toFile().setExecutable(true)) {
            throw new IllegalStateException("a script that cannot be run");
        }
        write("asked", "");
        write("watch", "");
        write("get pods", "{\"items\": []}");
    }

    Kubectl kubectl() {
        return new Kubectl(new Tool(directory.resolve("kubectl").toString(), directory, Map.of()), "lab");
    }

    void write(String file, String text) {
        try {
            Files.writeString(directory.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void append(String file, String line) {
        try {
            Files.writeString(
                    directory.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pods that there are, as {@code kubectl get pods} lists them. */
    void pods(String... items) {
        write("get pods", "{\"items\": [" + String.join(",", items) + "]}");
    }

    /** Command lines that began with {@code words}. */
    List<String> asked(String words) {
        try {
            return Files.readAllLines(directory.resolve("asked")).stream()
                    .filter(line -> line.startsWith(words))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port-forward that was last started to {@code pod}. */
    ProcessHandle forward(String pod) {
        try {
            String pid = Files.readString(directory.resolve(pod + ".pid")).strip();
            return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
