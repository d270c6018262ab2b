package sevenlayers.dns.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.xbill.DNS.Message;

/** A DNS server of somebody else, on a port of loopback, for as long as a test runs. */
public final class Peer implements AutoCloseable {
    private final String name;
    private final Process process;
    private final InetSocketAddress address;
    private final Path log;

    private Peer(String name, Process process, InetSocketAddress address, Path log) {
        this.name = name;
        this.process = process;
        this.address = address;
        this.log = log;
    }

    /** Where a program is, if it is installed; Debian keeps servers where ordinary users do not look. */
    public static Optional<String> program(String name) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** Goes on only where these are installed; with {@code LAB_TEST_DNS=required} it is a failure that they are not. */
    public static void require(List<String> programs) {
        List<String> missing =
                programs.stream().filter(name -> program(name).isEmpty()).toList();
        if ("required".equals(System.getenv("LAB_TEST_DNS"))) {
            assertThat(missing)
                    .as("Debian's bind9, nsd and knot, which LAB_TEST_DNS requires")
                    .isEmpty();
        }
        assumeThat(missing).as("to compare with: apt install bind9 nsd knot").isEmpty();
    }

    /** A port that is free for UDP and TCP. */
    public static int freePort() throws IOException {
        while (true) {
            try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
                return udp.getLocalPort();
            } catch (java.net.BindException taken) {
                // another one, then
            }
        }
    }

    /** Starts a server and waits until it answers {@code probe} with NOERROR. */
    public static Peer start(String name, Path folder, int port, Message probe, List<String> command)
            throws IOException {
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Peer peer = new Peer(name, process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), log);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end && process.isAlive()) {
            Optional<Message> reply = Asker.tryUdp(peer.address, probe, 200);
            if (reply.isPresent() && reply.get().getRcode() == 0) {
                return peer;
            }
        }
        String said = Files.readString(log, StandardCharsets.UTF_8);
        peer.close();
        throw new IOException(name + " does not answer:\n" + said);
    }

    public String name() {
        return name;
    }

    public InetSocketAddress address() {
        return address;
    }

    /** Has it read its zones again. */
    public void reload() throws IOException {
        Process kill = new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid())).start();
        try {
            kill.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it wrote. */
    public String log() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
