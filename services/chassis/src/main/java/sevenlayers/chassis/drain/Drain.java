package sevenlayers.chassis.drain;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import sevenlayers.chassis.health.Readiness;

/**
 * How a pod leaves without losing a call. On SIGTERM:
 *
 * <ol>
 *   <li>not ready: health says so, nobody new is sent here by those who ask;
 *   <li>go on accepting for a while, because those who route by what they knew a moment ago (kube-proxy) lag;
 *   <li>GOAWAY on every HTTP/2 connection, idle ones and those with a call under way;
 *   <li>let calls finish, up to a limit;
 *   <li>exit.
 * </ol>
 */
public final class Drain {
    private static final System.Logger LOG = System.getLogger(Drain.class.getName());

    private final Readiness readiness;
    private final Duration accept;
    private final Duration finish;
    private final List<Drainable> parts = new CopyOnWriteArrayList<>();
    private final AtomicBoolean started = new AtomicBoolean();

    /**
     * @param readiness is turned off first
     * @param accept how long to go on accepting
     * @param finish how long calls then have to end
     */
    public Drain(Readiness readiness, Duration accept, Duration finish) {
        this.readiness = readiness;
        this.accept = accept;
        this.finish = finish;
    }

    /** Takes {@code part} along. */
    public void add(Drainable part) {
        parts.add(part);
    }

    /** Whether the pod is leaving. */
    public boolean started() {
        return started.get();
    }

    /** Drains the pod and returns when it may exit. Only the first call does anything. */
    public void run() {
        if (!started.compareAndSet(false, true)) {
            return;
        }
        LOG.log(Level.INFO, "draining: not ready, accepting for another " + accept.toMillis() + " ms");
        readiness.drain();
        try {
            Thread.sleep(accept);
            parts.forEach(Drainable::goAway);
            long deadline = System.nanoTime() + finish.toNanos();
            boolean finished = true;
            for (Drainable part : parts) {
                finished &= part.awaitIdle(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            }
            LOG.log(
                    finished ? Level.INFO : Level.WARNING,
                    finished ? "drained: every call has ended" : "drained: calls still under way are cut off");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
