package sevenlayers.labs.world.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.world.Layout;

/**
 * A UDP port on 127.0.0.1 that leads to one of several addresses.
 *
 * <p>Each caller, that is each address and port that a datagram comes from, has a socket of its own here, as behind a NAT: what comes back on
 * it is the caller's. It leads to one address, the next in turn when the caller is new, and is forgotten after half a minute without a
 * datagram, when its address is no longer one to go to, or when nobody listens there. With more callers than a thousand the one that has been
 * silent for longest is forgotten.
 */
public final class UdpRelay implements Door {

    static final Duration IDLE = Duration.ofSeconds(30);

    static final int MOST_CALLERS = 1_000;

    private static final int LARGEST = 65_535;

    private final DatagramChannel door;
    private final Selector selector;
    private final Supplier<List<InetSocketAddress>> targets;
    private final long idleNanos;
    private final Thread thread;

    /** In the order in which they were last heard; the thread's own, as all below. */
    private final Map<InetSocketAddress, Caller> callers = new LinkedHashMap<>(16, 0.75f, true);

    private final ByteBuffer datagram = ByteBuffer.allocateDirect(LARGEST);
    private int turn;
    private long lookedNanos = System.nanoTime();

    private static final class Caller {
        final InetSocketAddress from;
        final InetSocketAddress to;
        final DatagramChannel channel;
        long lastNanos = System.nanoTime();

        Caller(InetSocketAddress from, InetSocketAddress to, DatagramChannel channel) {
            this.from = from;
            this.to = to;
            this.channel = channel;
        }
    }

    private UdpRelay(
            DatagramChannel door,
            Selector selector,
            String what,
            Supplier<List<InetSocketAddress>> targets,
            Duration idle) {
        this.door = door;
        this.selector = selector;
        this.targets = targets;
        this.idleNanos = idle.toNanos();
        this.thread = Thread.ofPlatform().daemon().name("door " + what + " udp").unstarted(this::run);
    }

    /**
     * Opens the port.
     *
     * @param port on 127.0.0.1; 0 for any free one
     * @param what whose front door it is, for the sentence when it is taken
     * @param targets where datagrams may go; asked for each
     * @throws sevenlayers.labs.world.WorldException the port is taken
     */
    public static UdpRelay open(int port, String what, Supplier<List<InetSocketAddress>> targets) {
        return open(port, what, targets, IDLE);
    }

    static UdpRelay open(int port, String what, Supplier<List<InetSocketAddress>> targets, Duration idle) {
        DatagramChannel door;
        try {
            door = DatagramChannel.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            door.bind(new InetSocketAddress(Layout.HOST, port));
            door.configureBlocking(false);
            UdpRelay relay = new UdpRelay(door, Selector.open(), what, targets, idle);
            door.register(relay.selector, SelectionKey.OP_READ);
            relay.thread.start();
            return relay;
        } catch (IOException e) {
            quietly(door);
            throw PortHolder.taken(Layout.HOST, port, "the front door of " + what + " for UDP", e);
        }
    }

    /** The port, on 127.0.0.1. */
    public int port() {
        return door.socket().getLocalPort();
    }

    @Override
    public void close() {
        quietly(selector);
        quietly(door);
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(Math.max(1, idleNanos / 2_000_000));
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.attachment() instanceof Caller caller) {
                        back(caller);
                    } else {
                        in();
                    }
                }
                selector.selectedKeys().clear();
                forgetIdle();
            }
        } catch (ClosedSelectorException | IOException _) {
            // Closed: that is the end.
        } finally {
            callers.values().forEach(caller -> quietly(caller.channel));
        }
    }

    /** All that has come in at the door. */
    private void in() throws IOException {
        while (true) {
            datagram.clear();
            InetSocketAddress from = (InetSocketAddress) door.receive(datagram);
            if (from == null) {
                return;
            }
            List<InetSocketAddress> now = targets.get();
            @Nullable Caller caller = callers.get(from);
            if (caller != null && !now.contains(caller.to)) {
                forget(caller);
                caller = null;
            }
            if (caller == null && !now.isEmpty()) {
                caller = remember(from, now.get(Math.floorMod(turn++, now.size())));
            }
            if (caller != null) {
                send(caller);
            }
        }
    }

    private void send(Caller caller) {
        caller.lastNanos = System.nanoTime();
        datagram.flip();
        try {
            caller.channel.write(datagram);
        } catch (IOException _) {
            forget(caller); // nobody listens there, the kernel says; the caller asks again
        }
    }

    /** All that has come back for a caller. */
    private void back(Caller caller) {
        try {
            for (datagram.clear(); caller.channel.read(datagram) > 0; datagram.clear()) {
                caller.lastNanos = System.nanoTime();
                datagram.flip();
                door.send(datagram, caller.from);
            }
        } catch (IOException _) {
            forget(caller); // nobody listens there, or it was forgotten meanwhile
        }
    }

    private @Nullable Caller remember(InetSocketAddress from, InetSocketAddress to) {
        if (callers.size() >= MOST_CALLERS) {
            forget(callers.values().iterator().next());
        }
        try {
            DatagramChannel channel = DatagramChannel.open();
            Caller caller = new Caller(from, to, channel);
            callers.put(from, caller);
            channel.configureBlocking(false);
            channel.connect(to);
            channel.register(selector, SelectionKey.OP_READ, caller);
            return caller;
        } catch (IOException _) {
            Optional.ofNullable(callers.get(from)).ifPresent(this::forget);
            return null; // as if the datagram had been lost
        }
    }

    private void forget(Caller caller) {
        callers.remove(caller.from, caller);
        quietly(caller.channel);
    }

    private void forgetIdle() {
        long now = System.nanoTime();
        if (now - lookedNanos < idleNanos / 2) {
            return;
        }
        lookedNanos = now;
        for (Iterator<Caller> each = callers.values().iterator(); each.hasNext(); ) {
            Caller caller = each.next();
            if (now - caller.lastNanos >= idleNanos) {
                each.remove();
                quietly(caller.channel);
            }
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
