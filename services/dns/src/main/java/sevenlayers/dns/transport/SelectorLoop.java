package sevenlayers.dns.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A loop that also waits for sockets. It ends when it is closed, and closes all that is registered with it. */
public final class SelectorLoop implements Loop, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SelectorLoop.class.getName());

    /** Cancelled timers are thrown out when they are as many, and more than half of all. */
    private static final int MANY_CANCELLED = 1000;

    /** Called when a socket is ready. */
    @FunctionalInterface
    public interface Ready {
        /** What it throws is logged, and closes the socket. */
        void ready(SelectionKey key) throws IOException;
    }

    private final class Pending implements Timer, Comparable<Pending> {
        final long at;
        final long number;
        final Runnable task;
        volatile boolean cancelled;

        Pending(long at, long number, Runnable task) {
            this.at = at;
            this.number = number;
            this.task = task;
        }

        @Override
        public void cancel() {
            if (!cancelled) {
                cancelled = true;
                if (inside()) {
                    forget();
                }
            }
        }

        @Override
        public int compareTo(Pending other) {
            int byTime = Long.compare(at - other.at, 0);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Pending> timers = new PriorityQueue<>();
    private final AtomicLong numbered = new AtomicLong();
    private int cancelled;
    private volatile boolean closed;

    /** @param name of its thread */
    public SelectorLoop(String name) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector can be had", e);
        }
        thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /** Whether this is its thread. */
    public boolean inside() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (!inside()) {
            selector.wakeup();
        }
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Pending pending = new Pending(System.nanoTime() + delay.toNanos(), numbered.getAndIncrement(), task);
        if (inside()) {
            timers.add(pending);
        } else {
            execute(() -> timers.add(pending));
        }
        return pending;
    }

    /** Waits for a socket; on the loop's own thread only. */
    public SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws ClosedChannelException {
        if (!inside()) {
            throw new IllegalStateException("sockets are registered on the loop's own thread");
        }
        return channel.register(selector, operations, ready);
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        if (!inside()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void forget() {
        if (++cancelled > MANY_CANCELLED && cancelled > timers.size() / 2) {
            timers.removeIf(timer -> timer.cancelled);
            cancelled = 0;
        }
    }

    private void run() {
        try {
            while (!closed) {
                turn();
            }
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "the loop " + thread.getName() + " ends", e);
        } finally {
            end();
        }
    }

    private void turn() throws IOException {
        long wait = millisToNext();
        if (wait == 0 || !tasks.isEmpty()) {
            selector.selectNow();
        } else if (wait < 0) {
            selector.select();
        } else {
            selector.select(wait);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            ready(key);
        }
        selector.selectedKeys().clear();
        for (int left = tasks.size(); left > 0; left--) {
            Runnable task = tasks.poll();
            if (task != null) {
                guarded(task);
            }
        }
        long now = System.nanoTime();
        while (!timers.isEmpty() && timers.peek().at - now <= 0) {
            Pending next = timers.remove();
            if (!next.cancelled) {
                guarded(next.task);
            }
        }
    }

    /** Negative: nothing is to come. Rounded up, lest it turns in vain. */
    private long millisToNext() {
        while (!timers.isEmpty() && timers.peek().cancelled) {
            timers.remove();
            cancelled = Math.max(0, cancelled - 1);
        }
        if (timers.isEmpty()) {
            return -1;
        }
        long nanos = timers.peek().at - System.nanoTime();
        return nanos <= 0 ? 0 : Math.ceilDiv(nanos, 1_000_000L);
    }

    private static void ready(SelectionKey key) {
        try {
            if (key.isValid()) {
                ((Ready) key.attachment()).ready(key);
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.FINE, "a socket is closed", e);
            close(key);
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "something on a DNS loop failed", e);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            LOG.log(Level.FINE, "a socket could not be closed", e);
        }
    }

    private void end() {
        selector.keys().forEach(SelectorLoop::close);
        try {
            selector.close();
        } catch (IOException e) {
            LOG.log(Level.FINE, "a selector could not be closed", e);
        }
    }
}
