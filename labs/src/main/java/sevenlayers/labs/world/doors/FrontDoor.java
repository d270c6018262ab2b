package sevenlayers.labs.world.doors;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.WorldException;

/**
 * A TCP relay on 127.0.0.1: every connection goes to the first of its targets that accepts it. A connection ends with its pod; the next
 * one goes to a pod that is there.
 */
public final class FrontDoor implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;
    private static final int CONNECT_MILLIS = 500;

    private final ServerSocketChannel listener;
    private final Supplier<List<InetSocketAddress>> targets;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private FrontDoor(ServerSocketChannel listener, Supplier<List<InetSocketAddress>> targets) {
        this.listener = listener;
        this.targets = targets;
    }

    /**
     * Opens a door.
     *
     * @param port on 127.0.0.1; 0 for any free one
     * @param what whose door, for the sentence if the port is taken
     * @param targets where it leads at this moment, best first
     */
    public static FrontDoor open(int port, String what, Supplier<List<InetSocketAddress>> targets) {
        try {
            ServerSocketChannel listener = ServerSocketChannel.open();
            try {
                listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                listener.bind(new InetSocketAddress(Layout.HOST, port), 128);
            } catch (IOException e) {
                listener.close();
                throw PortHolder.taken(port, "the front door of " + what, e);
            }
            FrontDoor door = new FrontDoor(listener, targets);
            Thread.ofVirtual().name("door " + what).start(door::accept);
            return door;
        } catch (IOException e) {
            throw new WorldException("The front door of " + what + " cannot be opened: " + e.getMessage(), e);
        }
    }

    public int port() {
        return listener.socket().getLocalPort();
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel caller = listener.accept();
                Thread.ofVirtual().name("door " + port()).start(() -> relay(caller));
            } catch (IOException _) {
                // Closed, or a caller that left again while it waited: go on while there is a door.
            }
        }
    }

    private void relay(SocketChannel caller) {
        open.add(caller);
        try (caller;
                SocketChannel pod = dial()) {
            open.add(pod);
            try {
                caller.setOption(StandardSocketOptions.TCP_NODELAY, true);
                pod.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Thread back = Thread.ofVirtual().start(() -> pump(pod, caller));
                pump(caller, pod);
                back.join();
            } finally {
                open.remove(pod);
            }
        } catch (IOException _) {
            // No pod: the caller sees its connection end, as it would at a door behind which nobody is.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(caller);
        }
    }

    private SocketChannel dial() throws IOException {
        for (InetSocketAddress target : targets.get()) {
            SocketChannel pod = SocketChannel.open();
            try {
                pod.socket().connect(target, CONNECT_MILLIS);
                return pod;
            } catch (IOException _) {
                pod.close(); // dying: the next one
            }
        }
        throw new IOException("no pod");
    }

    /** Carries bytes one way until their end, and passes the end on: the other way may go on (RFC 9293 §3.6). */
    private static void pump(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            to.shutdownOutput();
        } catch (IOException _) {
            // A reset: both connections end.
            close(from);
            close(to);
        }
    }

    /** Ends the door and every connection through it. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException _) {
            // It is closed either way.
        }
        open.forEach(FrontDoor::close);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // It is closed either way.
        }
    }
}
