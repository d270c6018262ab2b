package sevenlayers.balancer.backend;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A place to send a connection or a request to, and what this listener has done with it so far.
 *
 * <p>One object stands for one address as long as the address stays listed, so identity is equality. The counters are written by
 * the data path and read by policies and by the admin service; each is exact, together they are not one moment's picture.
 */
public final class Backend {
    private final InetSocketAddress address;
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong active = new AtomicLong();
    private final AtomicLong chosen = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    /** A backend at a resolved address that has never been used. */
    public Backend(InetSocketAddress address) {
        this.address = address;
    }

    /** Where it is. */
    public InetSocketAddress address() {
        return address;
    }

    /** Connections to it that are open now. */
    public long connections() {
        return connections.get();
    }

    /** Requests (L7) or connections (L4) under way. */
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
        return Addresses.text(address);
    }
}
