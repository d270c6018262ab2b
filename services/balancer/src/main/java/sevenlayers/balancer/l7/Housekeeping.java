package sevenlayers.balancer.l7;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Looks after one event loop's connections from time to time: who has kept us waiting for too long? */
final class Housekeeping {
    private static final Logger LOG = Logger.getLogger(Housekeeping.class.getName());

    private final EventLoop loop;
    private final LongSupplier nanoTime;
    private final Set<Http2Peer> peers = new LinkedHashSet<>();
    private long nowNanos;

    Housekeeping(EventLoop loop, Duration every, LongSupplier nanoTime) {
        this.loop = loop;
        this.nanoTime = nanoTime;
        this.nowNanos = nanoTime.getAsLong();
        // With a fixed delay: a loop that was held up must not then catch up on rounds.
        loop.scheduleWithFixedDelay(this::round, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The time of the last round, in nanoseconds: exact enough to see who stands still, and costs nothing to read. */
    long roughNanos() {
        return nowNanos;
    }

    /** The time. */
    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Looks after this connection until it closes. */
    void add(Http2Peer peer) {
        if (peers.add(peer)) {
            peer.context().channel().closeFuture().addListener(_ -> peers.remove(peer));
        }
    }

    private void round() {
        nowNanos = nanoTime.getAsLong();
        if (!loop.isShuttingDown()) {
            List.copyOf(peers).forEach(this::look);
        }
    }

    // A task that throws is never run again, and the loop's other connections would never be looked after.
    private void look(Http2Peer peer) {
        try {
            peer.look(nowNanos);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a connection could not be looked after, and is closed", e);
            peer.context().close();
        }
    }

    /** The connections of this loop, the oldest first. */
    List<Http2Peer> peers() {
        return List.copyOf(peers);
    }
}
