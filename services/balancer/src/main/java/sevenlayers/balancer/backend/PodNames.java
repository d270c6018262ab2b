package sevenlayers.balancer.backend;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Whose the backends' addresses are: {@code node-2}.
 *
 * <p>A source may say so (EndpointSlices do). The address of any other backend is looked up when it is listed, on a thread of its own: a
 * name server may take seconds, and neither a call nor a change of the list waits for it. A name server may also know a new pod a
 * moment later than we do, so that a few attempts are made. Of addresses that are not listed nothing is kept.
 *
 * <p>Reading takes no lock.
 */
public final class PodNames implements AutoCloseable {
    /** Look-ups of one address while it stays listed. */
    static final int ATTEMPTS = 4;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** What look-ups brought. */
    private record LookedUp(Optional<String> pod, int attempts) {}

    private final Function<InetSocketAddress, Optional<String>> lookUp;
    private final Duration pause;
    private final List<Registry> registries = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pod-names").daemon().factory());

    private final Map<Object, Map<InetSocketAddress, String>> told = new HashMap<>();
    private final Map<InetSocketAddress, LookedUp> lookedUp = new HashMap<>(); // written by the thread only
    private final AtomicBoolean asked = new AtomicBoolean();
    private boolean pausing; // belongs to the thread
    private volatile Map<InetSocketAddress, String> pods = Map.of();

    /**
     * Knows nothing yet.
     *
     * @param lookUp the pod at an address, if a name server knows one; may block
     */
    public PodNames(Function<InetSocketAddress, Optional<String>> lookUp) {
        this(lookUp, PAUSE);
    }

    PodNames(Function<InetSocketAddress, Optional<String>> lookUp, Duration pause) {
        this.lookUp = lookUp;
        this.pause = pause;
    }

    /** The pod at this address, if it is known; never waits. */
    public Optional<String> pod(InetSocketAddress address) {
        return Optional.ofNullable(pods.get(address));
    }

    /** The address of this pod among the backends that are listed, if it is known; of several the first in their order. Never waits. */
    public Optional<InetSocketAddress> find(String pod) {
        return pods.entrySet().stream()
                .filter(known -> known.getValue().equals(pod))
                .map(Map.Entry::getKey)
                .min(Addresses.ORDER);
    }

    /** Finds the pods of all that this registry lists from now on. */
    public void follow(Registry registry) {
        registries.add(registry);
        registry.onChange(_ -> soon());
        soon();
    }

    /**
     * A source says whose addresses are; what it said before is forgotten.
     *
     * @param source who says so
     */
    synchronized void told(Object source, Map<InetSocketAddress, String> pods) {
        if (pods.isEmpty() ? told.remove(source) != null : !pods.equals(told.put(source, pods))) {
            swap();
        }
    }

    // The registry tells of a change under its lock, so nothing is done there. A round that has not begun will see this
    // change, too: behind a name server that is slow, no others queue up.
    private void soon() {
        if (!asked.compareAndSet(false, true)) {
            return;
        }
        try {
            thread.execute(() -> {
                asked.set(false);
                lookUp(0);
            });
        } catch (RejectedExecutionException _) {
            // Closed.
        }
    }

    /** Looks up what is listed and unknown and has been looked up at least this often: at a change what is new, after a pause the rest. */
    private void lookUp(int attempts) {
        for (InetSocketAddress address : unknown()) {
            LookedUp before = lookedUp.get(address);
            if (before == null ? attempts > 0 : attempts == 0) {
                continue;
            }
            LookedUp now = new LookedUp(ask(address), before == null ? 1 : before.attempts() + 1);
            synchronized (this) {
                lookedUp.put(address, now);
                swap();
            }
        }
        if (!pausing && !thread.isShutdown() && !unknown().isEmpty()) {
            pausing = true;
            ScheduledFuture<?> _ = thread.schedule(this::lookUpAgain, pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void lookUpAgain() {
        pausing = false;
        lookUp(1);
    }

    private Optional<String> ask(InetSocketAddress address) {
        try {
            return lookUp.apply(address);
        } catch (RuntimeException _) {
            return Optional.empty(); // a name is a convenience
        }
    }

    private synchronized List<InetSocketAddress> unknown() {
        Set<InetSocketAddress> listed = new HashSet<>();
        registries.forEach(registry -> registry.snapshot().listed().forEach(backend -> listed.add(backend.address())));
        lookedUp.keySet().retainAll(listed);
        swap();
        List<InetSocketAddress> unknown = new ArrayList<>(listed);
        Collection<Map<InetSocketAddress, String>> said = told.values();
        unknown.removeIf(address -> said.stream().anyMatch(names -> names.containsKey(address)));
        unknown.removeIf(address -> {
            LookedUp before = lookedUp.get(address);
            return before != null && (before.pod().isPresent() || before.attempts() >= ATTEMPTS);
        });
        return unknown;
    }

    private void swap() {
        Map<InetSocketAddress, String> all = new LinkedHashMap<>();
        lookedUp.forEach((address, found) -> found.pod().ifPresent(pod -> all.put(address, pod)));
        told.values().forEach(all::putAll);
        pods = Map.copyOf(all);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
