package sevenlayers.balancer.backend;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps registries in step with a {@link Source}: names are looked up at a fixed interval, a list is set once. While there is no
 * backend at all, names are looked up more often: somebody is waiting for the first.
 *
 * <p>When a name cannot be looked up, the backends known so far stay: a resolver that is down must not take the service down
 * with it. If they are gone indeed, connecting to them says so.
 */
public final class Discovery implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Discovery.class.getName());

    /** Time between two look-ups while nothing has been found. */
    static final Duration EAGER_INTERVAL = Duration.ofMillis(100);

    private final Source source;
    private final LookUp lookUp;
    private final Duration interval;
    private final List<Registry> registries;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("discovery").daemon().factory());
    private boolean failing;

    /**
     * Nothing is looked up before {@link #start}.
     *
     * @param interval from the end of one look-up to the start of the next
     */
    public Discovery(Source source, LookUp lookUp, Duration interval, List<Registry> registries) {
        this.source = source;
        this.lookUp = lookUp;
        this.interval = interval;
        this.registries = List.copyOf(registries);
    }

    /** The source as it was written. */
    public Source source() {
        return source;
    }

    /** The time between two look-ups; zero if nothing is ever looked up. */
    public Duration interval() {
        return source.hasNames() ? interval : Duration.ZERO;
    }

    /** Looks up for the first time before it returns, then goes on by itself. */
    public void start() {
        refresh();
        if (source.hasNames()) {
            timer.schedule(this::start, untilNext().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private Duration untilNext() {
        boolean empty = registries.stream()
                .anyMatch(registry -> registry.snapshot().listed().isEmpty());
        return empty && EAGER_INTERVAL.compareTo(interval) < 0 ? EAGER_INTERVAL : interval;
    }

    /** Looks up once, now. */
    synchronized void refresh() {
        try {
            List<InetSocketAddress> found = new ArrayList<>();
            for (Source.Place place : source.places()) {
                found.addAll(place.isName() ? lookUp.lookUp(place.host(), place.port()) : List.of(place.literal()));
            }
            publish(found);
            failing = false;
        } catch (UnknownHostException | RuntimeException e) {
            // A task that throws is never run again by the timer, so everything ends here.
            LOG.log(
                    failing ? Level.FINE : Level.WARNING,
                    "{0} cannot be looked up ({1}); its backends stay as they were",
                    new Object[] {source.text(), e});
            failing = true;
        }
    }

    private void publish(List<InetSocketAddress> found) {
        for (Registry registry : registries) {
            if (registry.replace(found)) {
                LOG.log(Level.INFO, "{0} is now {1}", new Object[] {
                    source.text(), registry.snapshot().listed()
                });
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
