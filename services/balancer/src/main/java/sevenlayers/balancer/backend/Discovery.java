package sevenlayers.balancer.backend;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps registries in step with a {@link Source}: names are looked up at a fixed interval, a list is set once, a Service's endpoints come
 * as they change. While there is no backend at all, names are looked up more often: somebody is waiting for the first.
 *
 * <p>When a name cannot be looked up, the backends that it had last stay: a resolver that is down must not take the service down
 * with it. If they are gone indeed, connecting to them says so. The other names and addresses of a list do not suffer.
 */
public final class Discovery implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Discovery.class.getName());

    /** Time between two look-ups while nothing has been found. */
    static final Duration EAGER_INTERVAL = Duration.ofMillis(100);

    private final Source source;
    private final List<Place> places;
    private final LookUp lookUp;
    private final Cluster cluster;
    private final PodNames pods;
    private final Predicate<InetSocketAddress> never;
    private final Duration interval;
    private final List<Registry> registries;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("discovery").daemon().factory());
    private Cluster.Following following = () -> {};
    private List<InetSocketAddress> dropped = List.of();
    private final Map<Place, List<InetSocketAddress>> lastFound = new ConcurrentHashMap<>();
    private final Set<Place> failing = ConcurrentHashMap.newKeySet();
    private boolean closed;
    private boolean holding;
    private @Nullable Found held;

    /**
     * Nothing is looked up before {@link #start}.
     *
     * @param pods learns whose the addresses are, where the source says so
     * @param never addresses that are not listed, whatever the source says: the balancer's own
     * @param interval from the end of one look-up to the start of the next
     */
    public Discovery(
            Source source,
            LookUp lookUp,
            Cluster cluster,
            PodNames pods,
            Predicate<InetSocketAddress> never,
            Duration interval,
            List<Registry> registries) {
        this.source = source;
        this.places = source instanceof Source.Places list ? list.places() : List.of();
        this.lookUp = lookUp;
        this.cluster = cluster;
        this.pods = pods;
        this.never = never;
        this.interval = interval;
        this.registries = List.copyOf(registries);
    }

    /** The source as it was written. */
    public Source source() {
        return source;
    }

    /** The time between two look-ups; zero if nothing is ever looked up. */
    public Duration interval() {
        return places.stream().anyMatch(Place::isName) ? interval : Duration.ZERO;
    }

    /** Looks names up for the first time before it returns, then goes on by itself. A Service's endpoints come when they come. */
    public void start() {
        switch (source) {
            case Source.Places _ -> lookUpAgainAndAgain();
            case ServiceSource service -> following = cluster.follow(service, this::publish);
        }
    }

    /**
     * What the source means now. Nothing follows it before {@link #goOn}.
     *
     * @param atMost how long to wait for a cluster
     * @throws UnknownHostException it cannot be found out; the message says why
     */
    public Found ask(Duration atMost) throws UnknownHostException, InterruptedException {
        return switch (source) {
            case Source.Places _ -> lookUp();
            case ServiceSource service -> {
                cluster.requireHere();
                synchronized (this) {
                    holding = true;
                }
                following = cluster.follow(service, this::publish);
                yield awaitFirst(atMost);
            }
        };
    }

    private synchronized Found awaitFirst(Duration atMost) throws UnknownHostException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (held == null) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new UnknownHostException(
                        "no cluster has said within " + atMost.toSeconds() + " s what its endpoints are");
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return held;
    }

    /** Follows the source from now on. The registries have been told already what {@link #ask} answered. */
    public void goOn(Found answered) {
        synchronized (this) {
            pods.told(this, answered.pods());
            holding = false;
            if (held != null && held != answered) {
                publish(held);
            }
            held = null;
        }
        lookUpLater();
    }

    private void lookUpAgainAndAgain() {
        refresh();
        lookUpLater();
    }

    private void lookUpLater() {
        if (!interval().isZero() && !timer.isShutdown()) {
            timer.schedule(this::lookUpAgainAndAgain, untilNext().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private Duration untilNext() {
        boolean empty = registries.stream()
                .anyMatch(registry -> registry.snapshot().listed().isEmpty());
        return empty && EAGER_INTERVAL.compareTo(interval) < 0 ? EAGER_INTERVAL : interval;
    }

    /** Looks up once, now. */
    void refresh() {
        List<InetSocketAddress> found = new ArrayList<>();
        places.forEach(place -> found.addAll(lookUpOrLast(place)));
        if (found.isEmpty() && !failing.isEmpty()) {
            return; // nothing is known, which is not the same as that there is nothing
        }
        try {
            publish(Found.of(found));
        } catch (RuntimeException e) {
            // A task that throws is never run again by the timer, so everything ends here.
            LOG.log(Level.WARNING, source.text() + " could not be listed anew", e);
        }
    }

    private List<InetSocketAddress> lookUpOrLast(Place place) {
        try {
            List<InetSocketAddress> found = lookUp(place);
            failing.remove(place);
            return found;
        } catch (UnknownHostException | RuntimeException e) {
            List<InetSocketAddress> last = lastFound.getOrDefault(place, List.of());
            LOG.log(
                    failing.add(place) ? Level.WARNING : Level.FINE,
                    "{0} cannot be looked up ({1}); {2}",
                    new Object[] {
                        place.host(),
                        e,
                        last.isEmpty() ? "it has no backend yet" : "its backends stay as they were: " + last
                    });
            return last;
        }
    }

    private Found lookUp() throws UnknownHostException {
        List<InetSocketAddress> found = new ArrayList<>();
        for (Place place : places) {
            found.addAll(lookUp(place));
        }
        return Found.of(found);
    }

    private List<InetSocketAddress> lookUp(Place place) throws UnknownHostException {
        if (!place.isName()) {
            return List.of(place.literal());
        }
        List<InetSocketAddress> found = List.copyOf(lookUp.lookUp(place.host(), place.port()));
        lastFound.put(place, found);
        return found;
    }

    private synchronized void publish(Found found) {
        if (closed) {
            return; // an answer that came late; the registries may follow another source by now
        }
        if (holding) {
            held = found;
            notifyAll();
            return;
        }
        pods.told(this, found.pods());
        List<InetSocketAddress> listed = allowed(found.addresses());
        for (Registry registry : registries) {
            if (registry.replace(listed, found.leaving())) {
                LOG.log(Level.INFO, "{0} is now {1}", new Object[] {source.text(), text(registry.snapshot())});
            }
        }
    }

    private List<InetSocketAddress> allowed(List<InetSocketAddress> addresses) {
        Map<Boolean, List<InetSocketAddress>> byNever = addresses.stream().collect(Collectors.partitioningBy(never));
        List<InetSocketAddress> now = byNever.getOrDefault(true, List.of());
        if (!now.isEmpty() && !now.equals(dropped)) {
            LOG.log(Level.WARNING, "{0} leads to this balancer itself at {1}, which is left out", new Object[] {
                source.text(), now
            });
        }
        dropped = now;
        return byNever.getOrDefault(false, List.of());
    }

    private static String text(Snapshot snapshot) {
        return snapshot.candidates() + (snapshot.absent().isEmpty() ? "" : ", not to be chosen: " + snapshot.absent());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        following.close();
        synchronized (this) {
            closed = true;
            pods.told(this, Map.of());
        }
    }
}
