package sevenlayers.labs.world.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.WorldException;

/** Who listens on a TCP port of this machine. */
public final class PortHolder {

    private static final Path PROC = Path.of("/proc");

    /** The state LISTEN in /proc/net/tcp (include/net/tcp_states.h). */
    private static final String LISTEN = "0A";

    private PortHolder() {}

    /** The failure of a port that could not be bound: with who holds it and what to do. */
    public static WorldException taken(String address, int port, String what, Throwable cause) {
        return new WorldException(sentence(address, port, what), cause);
    }

    /** The sentence of {@link #taken}. */
    public static String sentence(String address, int port, String what) {
        return "Port " + port + ", " + what + ", is taken"
                + of(address, port).map(holder -> " by " + holder).orElse("")
                + ".\nStop that process, or move the lab: "
                + Layout.ofSystem().elsewhere()
                + " moves all its ports; LAB_DOORS=NAME=PORT moves one front door.";
    }

    /**
     * Who listens on {@code port} of the IPv4 address {@code address}, or of all addresses, as in {@code java (pid 4711)}; empty if nobody
     * does, or nobody that the system tells us of.
     */
    public static Optional<String> of(String address, int port) {
        return Files.isDirectory(PROC.resolve("net")) ? fromProc(address, port) : fromLsof(port);
    }

    private static Optional<String> fromProc(String address, int port) {
        for (String table : List.of("net/tcp", "net/tcp6")) {
            try (Stream<String> lines = Files.lines(PROC.resolve(table))) {
                Optional<String[]> socket = lines.map(line -> line.strip().split("\\s+"))
                        .filter(columns ->
                                columns.length > 9 && columns[3].equals(LISTEN) && covers(columns[1], address, port))
                        .findFirst();
                if (socket.isPresent()) {
                    String inode = socket.get()[9];
                    return process(inode).or(() -> Optional.of("a process of user " + user(socket.get()[7])));
                }
            } catch (IOException _) {
                // No such table here: the next one.
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a socket takes connections to {@code address}: it is bound to that or to all.
     *
     * @param local column 2 of the table, ADDRESS:PORT in hexadecimal; an IPv4 address is the last 32 bits, in the machine's byte order
     */
    static boolean covers(String local, String address, int port) {
        int colon = local.lastIndexOf(':');
        if (colon < 8 || Integer.parseInt(local.substring(colon + 1), 16) != port) {
            return false;
        }
        String bound = local.substring(0, colon);
        return bound.chars().allMatch(digit -> digit == '0') || bound.endsWith(hexadecimal(address));
    }

    private static String hexadecimal(String address) {
        ByteBuffer bytes = ByteBuffer.allocate(4);
        for (String part : address.split("\\.", -1)) {
            bytes.put((byte) Integer.parseInt(part));
        }
        return String.format("%08X", bytes.flip().order(ByteOrder.nativeOrder()).getInt());
    }

    private static Optional<String> process(String inode) {
        String socket = "socket:[" + inode + "]";
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .filter(folder ->
                            Character.isDigit(folder.getFileName().toString().charAt(0)))
                    .filter(folder -> holds(folder, socket))
                    .map(folder -> name(folder) + " (pid " + folder.getFileName() + ")")
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static boolean holds(Path process, String socket) {
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return descriptors.anyMatch(descriptor -> {
                try {
                    return Files.readSymbolicLink(descriptor).toString().equals(socket);
                } catch (IOException _) {
                    return false; // closed meanwhile
                }
            });
        } catch (IOException _) {
            return false; // another user's process, or gone
        }
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException _) {
            return "a process";
        }
    }

    private static String user(String uid) {
        try (Stream<String> users = Files.lines(Path.of("/etc/passwd"))) {
            return users.map(line -> line.split(":", -1))
                    .filter(columns -> columns.length > 2 && columns[2].equals(uid))
                    .map(columns -> columns[0])
                    .findFirst()
                    .orElse(uid);
        } catch (IOException _) {
            return uid;
        }
    }

    /** Without /proc: {@code lsof -F pc} prints a line p PID and a line c COMMAND. */
    private static Optional<String> fromLsof(int port) {
        try {
            Process lsof = new ProcessBuilder("lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-Fpc")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            List<String> lines = lsof.inputReader().lines().toList();
            if (!lsof.waitFor(5, TimeUnit.SECONDS) || lines.size() < 2) {
                return Optional.empty();
            }
            return Optional.of(
                    lines.get(1).substring(1) + " (pid " + lines.get(0).substring(1) + ")");
        } catch (IOException _) {
            return Optional.empty(); // no lsof
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
