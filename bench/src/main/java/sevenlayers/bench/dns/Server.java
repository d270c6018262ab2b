package sevenlayers.bench.dns;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A DNS server in a process of its own, until it is closed. */
final class Server implements AutoCloseable {
    private static final int READY_SECONDS = 60;

    /** {@code . NS}, which each of them answers somehow once it is up. */
    private static final byte[] PROBE = {0, 7, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1};

    private final String name;
    private final int port;
    private final Process process;

    private Server(String name, int port, Process process) {
        this.name = name;
        this.port = port;
        this.process = process;
    }

    /** Free for UDP and for TCP. */
    static int freePort() throws IOException {
        while (true) {
            try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
                return udp.getLocalPort();
            } catch (BindException taken) {
                // another one, then
            }
        }
    }

    static Server start(String name, int port, Path folder, List<String> command) throws IOException {
        Path log = folder.resolve("out");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Server server = new Server(name, port, process);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close)); // Ctrl-C
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (!server.answers()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                String said = Files.readString(log);
                server.close();
                throw new IOException(name + " does not answer. It said:\n" + said);
            }
        }
        return server;
    }

    private boolean answers() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(200);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.send(new DatagramPacket(PROBE, PROBE.length));
            DatagramPacket reply = new DatagramPacket(new byte[512], 512);
            socket.receive(reply);
            // Not our own question: the system may have given us the very port that we ask.
            return (reply.getData()[2] & 0x80) != 0;
        } catch (SocketTimeoutException | PortUnreachableException notYet) {
            return false;
        }
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
