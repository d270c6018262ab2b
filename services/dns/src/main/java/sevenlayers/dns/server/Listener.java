package sevenlayers.dns.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import sevenlayers.dns.transport.SelectorLoop;

/** Takes messages over UDP and TCP at one address, and gives each to a handler. */
public final class Listener implements AutoCloseable {
    private final InetSocketAddress address;
    private final UdpPort udp;
    private final TcpPort tcp;

    private Listener(InetSocketAddress address, UdpPort udp, TcpPort tcp) {
        this.address = address;
        this.udp = udp;
        this.tcp = tcp;
    }

    /**
     * Opens both ports.
     *
     * @param address where; port 0: one that is free, the same for both
     * @throws IOException where one of them is taken, or not ours to have: the message says which, and what to do
     */
    public static Listener open(SelectorLoop loop, InetSocketAddress address, Handler handler, Patience patience)
            throws IOException {
        TcpPort tcp;
        try {
            tcp = new TcpPort(loop, address, handler, patience);
        } catch (IOException e) {
            throw explained(e, address, "TCP");
        }
        InetSocketAddress bound = tcp.address();
        UdpPort udp;
        try {
            udp = new UdpPort(loop, bound, handler);
        } catch (IOException e) {
            tcp.close();
            throw explained(e, bound, "UDP");
        }
        Listener listener = new Listener(bound, udp, tcp);
        try {
            onLoop(loop, () -> {
                udp.begin();
                tcp.begin();
            });
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        return listener;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** How many TCP connections are open. */
    public int connections() {
        return tcp.connections();
    }

    @Override
    public void close() {
        udp.close();
        tcp.close();
    }

    private interface Opening {
        void run() throws IOException;
    }

    private static void onLoop(SelectorLoop loop, Opening opening) throws IOException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                opening.run();
                done.complete(null);
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new IOException("a port could not be opened", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a port was opened", e);
        }
    }

    private static IOException explained(IOException cause, InetSocketAddress address, String protocol) {
        String where = protocol + " port " + address.getPort() + " of "
                + address.getAddress().getHostAddress();
        String what = String.valueOf(cause.getMessage());
        if (cause instanceof BindException && what.contains("in use")) {
            return new IOException(
                    where + " is taken by another program. Stop that, or listen on another port or address.", cause);
        }
        if (what.contains("ermission")) {
            return new IOException(
                    where
                            + " may not be opened by this user: ports below 1024 need a right. Listen on 5300, or grant it.",
                    cause);
        }
        return new IOException(where + " cannot be opened: " + what + ". Is the address one of this machine?", cause);
    }
}
