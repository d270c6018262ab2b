package sevenlayers.balancer.backend;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A place to send a connection or a request to, and what this listener has done with it so far.
 *
 * <p>One object stands for one address as long as the address stays listed, so identity is equality. The counters are written by
 * the data path and read by policies and by the admin service; each is exact, together they are not one moment's picture.
 */
public final class Backend {
    /** After this, an observed latency counts 1/e of a new one. */
    public static final Duration DECAY = Duration.ofSeconds(10);

    private final InetSocketAddress address;
    private final String name;
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong active = new AtomicLong();
    private final AtomicLong chosen = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong succeeded = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicInteger failedInARow = new AtomicInteger();
    private volatile @Nullable Alarm alarm;
    private final PeakEwma firstResponse;
    private final PeakEwma wholeCall;

    /**
     * Who wants to know of failures in a row.
     *
     * @param from this many; told at each one from there on
     * @param told on the thread of the call that failed: it must be quick
     */
    public record Alarm(int from, Consumer<Backend> told) {}

    /** A backend at a resolved address that has never been used. */
    public Backend(InetSocketAddress address) {
        this(address, DECAY);
    }

    /**
     * A backend at a resolved address that has never been used.
     *
     * @param decay of its latency averages
     */
    public Backend(InetSocketAddress address, Duration decay) {
        this(address, Addresses.text(address), decay);
    }

    private Backend(InetSocketAddress address, String name, Duration decay) {
        this.address = address;
        this.name = name;
        this.firstResponse = new PeakEwma(decay);
        this.wholeCall = new PeakEwma(decay);
    }

    /** A backend that only policies look at, and nobody dials: for an explanation, or a simulation. */
    public static Backend named(String name) {
        return named(name, 0);
    }

    /** The same, with so many requests under way. */
    public static Backend named(String name, long active) {
        Backend backend = new Backend(InetSocketAddress.createUnresolved(name, 0), name, DECAY);
        backend.active.set(active);
        return backend;
    }

    /** Where it is. */
    public InetSocketAddress address() {
        return address;
    }

    /** What it is called wherever the balancer shows it, and what hashing policies hash: {@code 127.0.0.11:9000}. */
    public String name() {
        return name;
    }

    /** Connections to it that are open now. */
    public long connections() {
        return connections.get();
    }

    /** Requests (L7) or connections (L4) under way; those that wait for a connection, or are being opened, count, too. */
    public long active() {
        return active.get();
    }

    /** Times it was chosen since it was first listed. */
    public long chosen() {
        return chosen.get();
    }

    /** Times it could not be reached. */
    public long failures() {
        return failures.get();
    }

    /** Calls that it answered, and not with a failure of its own. */
    public long succeeded() {
        return succeeded.get();
    }

    /** Calls that failed because of it: it could not be reached, broke off, or said that it cannot serve. */
    public long failed() {
        return failed.get();
    }

    /** Of those, the ones since the last success. */
    public int failedInARow() {
        return failedInARow.get();
    }

    /** From sending a request to the first response headers (L7), or from dialling to a connection (L4). */
    public PeakEwma firstResponse() {
        return firstResponse;
    }

    /** From sending a request to the end of its response. */
    public PeakEwma wholeCall() {
        return wholeCall;
    }

    /** A call or a dial went well. */
    public void succeed() {
        succeeded.incrementAndGet();
        if (failedInARow.get() != 0) {
            failedInARow.set(0);
        }
    }

    /** A call or a dial failed because of the backend. */
    public void failCall() {
        failed.incrementAndGet();
        int inARow = failedInARow.incrementAndGet();
        Alarm wanted = alarm;
        if (wanted != null && inARow >= wanted.from()) {
            wanted.told().accept(this);
        }
    }

    /** Sets whom {@link #failCall} tells; null: nobody. */
    public void alarm(@Nullable Alarm wanted) {
        alarm = wanted;
    }

    /** Failures so far no longer count as in a row: it gets a fresh chance. */
    public void forgetFailures() {
        failedInARow.set(0);
    }

    /** A connection to it has opened. */
    public void connected() {
        connections.incrementAndGet();
    }

    /** A connection to it has closed. */
    public void disconnected() {
        connections.decrementAndGet();
    }

    /** A request or a connection starts its life on it. */
    public void begin() {
        active.incrementAndGet();
    }

    /** A request or a connection that began has ended, in whatever way. */
    public void end() {
        active.decrementAndGet();
    }

    /** A policy has chosen it. */
    public void choose() {
        chosen.incrementAndGet();
    }

    /** It could not be reached. */
    public void fail() {
        failures.incrementAndGet();
    }

    @Override
    public String toString() {
        return name;
    }
}
