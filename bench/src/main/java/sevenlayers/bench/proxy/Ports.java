package sevenlayers.bench.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Ports of the loopback address.
 *
 * @param backend where the backend listens
 */
record Ports(int backend) {
    static Ports withFreeBackend() throws IOException {
        return new Ports(any());
    }

    int free() throws IOException {
        return any();
    }

    private static int any() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until somebody listens there; false if nobody does in time, or whoever should is no longer alive. */
    static boolean opens(int port, BooleanSupplier alive, Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (alive.getAsBoolean() && System.nanoTime() < end) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException _) {
                Thread.sleep(50);
            }
        }
        return false;
    }
}
