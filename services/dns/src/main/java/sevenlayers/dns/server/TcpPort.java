package sevenlayers.dns.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import sevenlayers.dns.transport.SelectorLoop;

/** Accepts connections, as many as a server bears. */
final class TcpPort implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TcpPort.class.getName());
    private static final int BACKLOG = 256;

    private final SelectorLoop loop;
    private final InetSocketAddress address;
    private final Handler handler;
    private final Patience patience;
    private final ServerSocketChannel channel;
    private final Set<TcpConnection> open = new HashSet<>();
    private final Map<InetAddress, Integer> perClient = new HashMap<>();
    private volatile int connections;

    TcpPort(SelectorLoop loop, InetSocketAddress address, Handler handler, Patience patience) throws IOException {
        this.loop = loop;
        this.handler = handler;
        this.patience = patience;
        this.channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            this.address = (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    int connections() {
        return connections;
    }

    void begin() throws IOException {
        loop.register(channel, SelectionKey.OP_ACCEPT, _ -> accept());
    }

    /** How long a connection may stand still just now. */
    Duration idle() {
        return 2 * open.size() > patience.connections() ? patience.idleCrowded() : patience.idle();
    }

    void gone(TcpConnection connection, InetAddress client) {
        if (open.remove(connection)) {
            connections = open.size();
            perClient.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    private void accept() throws IOException {
        @Nullable SocketChannel socket;
        while ((socket = accepted()) != null) {
            InetSocketAddress from = (InetSocketAddress) socket.getRemoteAddress();
            InetAddress client = from.getAddress();
            if (open.size() >= patience.connections() || perClient.getOrDefault(client, 0) >= patience.perClient()) {
                socket.close(); // RFC 7766 §10: those who are there are served before those who come
                continue;
            }
            try {
                open.add(new TcpConnection(loop, socket, from, this, handler, patience));
                connections = open.size();
                perClient.merge(client, 1, Integer::sum);
            } catch (IOException e) {
                LOG.log(Level.FINE, "a connection was gone before it was served", e);
                socket.close();
            }
        }
    }

    /** Out of file descriptors, say: those who wait will be taken when there is room. It must not end the listening. */
    private @Nullable SocketChannel accepted() {
        try {
            return channel.accept();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a connection could not be accepted: " + e.getMessage());
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.FINE, "a TCP port could not be closed", e);
        }
        loop.execute(() -> List.copyOf(open).forEach(TcpConnection::end));
    }
}
