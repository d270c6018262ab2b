package sevenlayers.balancer.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** An HTTP/2 server that does frame by frame what a test says. */
public final class RawBackend implements AutoCloseable {
    private final ServerSocket server;

    public RawBackend() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setSoTimeout(10_000);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /** The next connection, with these SETTINGS: pairs of identifier and value. */
    public Wire accept(int... settings) throws IOException {
        return Wire.server(server.accept(), settings);
    }

    /** Speaks HTTP/2, and gives back no window: as a server whose application does not read. */
    public void acceptAndNeverRead() {
        try (Socket socket = server.accept()) {
            Wire wire = Wire.server(socket);
            wire.closes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
