package sevenlayers.labs.world.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.WorldException;

/**
 * A TCP port on 127.0.0.1 that leads to one of several addresses.
 *
 * <p>Each connection goes to the next address in turn that accepts; one that refuses, or is silent for two seconds, is passed over. Bytes
 * are copied as they come. When one side stops sending, the other is told so and may go on (a half-close, RFC 9293 §3.6), and when a
 * connection breaks, so does the one behind it.
 */
public final class Relay implements Door {

    private static final int CONNECT_MILLIS = 2_000;

    private static final int CHUNK = 16 * 1024;

    private final ServerSocket listener;
    private final Thread acceptor;
    private final Supplier<List<InetSocketAddress>> targets;
    private final AtomicInteger turn = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Relay(ServerSocket listener, String what, Supplier<List<InetSocketAddress>> targets) {
        this.listener = listener;
        this.targets = targets;
        this.acceptor = Thread.ofVirtual().name("door " + what).unstarted(this::accept);
    }

    /**
     * Opens the port.
     *
     * @param port on 127.0.0.1; 0 for any free one
     * @param what whose front door it is, for the sentence when it is taken
     * @param targets where connections may go; asked for each connection
     * @throws WorldException the port is taken
     */
    public static Relay open(int port, String what, Supplier<List<InetSocketAddress>> targets) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.setReuseAddress(true); // connections of a lab that was just taken down may still be in TIME-WAIT
            listener.bind(new InetSocketAddress(Layout.HOST, port), 128);
            Relay relay = new Relay(listener, what, targets);
            relay.acceptor.start();
            return relay;
        } catch (IOException e) {
            throw PortHolder.taken(Layout.HOST, port, "the front door of " + what, e);
        }
    }

    /** The port, on 127.0.0.1. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Ends the listener and every connection. */
    @Override
    public void close() {
        quietly(listener);
        try {
            acceptor.join(); // a virtual thread that waits in accept() is what gives the port back, a moment after
            // close()
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        open.forEach(Relay::reset);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket caller = listener.accept();
                Thread.startVirtualThread(() -> carry(caller));
            } catch (IOException _) {
                // Closed: the loop ends. Else it was this one connection.
            }
        }
    }

    private void carry(Socket caller) {
        open.add(caller);
        Optional<Socket> found = dial();
        if (found.isEmpty()) {
            drop(caller);
            return;
        }
        Socket pod = found.get();
        open.add(pod);
        if (listener.isClosed()) { // closed while we dialled, so that close() has not seen these two
            drop(caller, pod);
            return;
        }
        Thread answers = Thread.startVirtualThread(() -> copy(pod, caller));
        copy(caller, pod);
        try {
            answers.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        drop(caller, pod);
    }

    private Optional<Socket> dial() {
        List<InetSocketAddress> now = targets.get();
        int first = turn.getAndIncrement();
        for (int i = 0; i < now.size(); i++) {
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(now.get(Math.floorMod(first + i, now.size())), CONNECT_MILLIS);
                return Optional.of(socket);
            } catch (IOException _) {
                quietly(socket);
            }
        }
        return Optional.empty();
    }

    private static void copy(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            from.setTcpNoDelay(true);
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                out.write(chunk, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException _) {
            reset(from);
            reset(to);
        }
    }

    /**
     * Ends a connection that broke. A plain close would first say "I have sent all" to a peer that may answer that, and the answer would
     * still get through to the other side.
     */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException _) {
            // Closed already.
        }
        quietly(socket);
    }

    private void drop(Socket... sockets) {
        for (Socket socket : sockets) {
            quietly(socket);
            open.remove(socket);
        }
    }

    private static void quietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception _) {
            // It is gone either way.
        }
    }
}
