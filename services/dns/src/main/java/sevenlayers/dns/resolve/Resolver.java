package sevenlayers.dns.resolve;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import sevenlayers.dns.cache.Cache;
import sevenlayers.dns.message.Reason;
import sevenlayers.dns.trace.Event;
import sevenlayers.dns.trace.ExtendedError;
import sevenlayers.dns.trace.Outcome;
import sevenlayers.dns.trace.Trail;
import sevenlayers.dns.transport.Loop;
import sevenlayers.dns.transport.Transport;

/** Finds out what names mean, for many clients at once. */
public final class Resolver {
    /*
     * Everything happens on one loop; only the cache is read from elsewhere, too. Clients that ask the same at the same time share one walk:
     * to ask once more upstream would be of no use to them, and of use to whoever forges replies (RFC 5452 §5, "birthday attack").
     */

    private static final int MOST_WALKS = 10_000;

    private record Shared(Key key, Options options) {}

    private static final class Walk {
        final List<Trail> trails = new ArrayList<>();
        final List<Consumer<Outcome>> waiting = new ArrayList<>();
    }

    private final Task.Means means;
    private final Map<Shared, Walk> walks = new HashMap<>();

    /**
     * @param loop on which {@code transport} calls, too
     * @param clock for TTLs and for how long servers take
     * @param random for ids, case, and the order of servers: what a forger must not foresee
     */
    public Resolver(
            Transport transport,
            Loop loop,
            InstantSource clock,
            RandomGenerator random,
            Cache cache,
            Hints hints,
            Settings settings) {
        this(transport, loop, clock, random, cache, () -> hints, settings);
    }

    /** As the other; {@code hints} are looked at for each walk, since servers may move. */
    public Resolver(
            Transport transport,
            Loop loop,
            InstantSource clock,
            RandomGenerator random,
            Cache cache,
            Supplier<Hints> hints,
            Settings settings) {
        this.means = new Task.Means(transport, loop, clock, random, cache, new ServerBook(), hints, settings);
    }

    public Cache cache() {
        return means.cache();
    }

    public Settings settings() {
        return means.settings();
    }

    /** Forgets all that is cached, and all that is known of servers by experience; says how much was cached. From any thread. */
    public int forget() {
        means.loop().execute(means.book()::forget);
        return means.cache().flush(Name.root);
    }

    /** The answer, if the cache has all of it. From any thread. */
    public Optional<Outcome> remembered(Name name, int type) {
        return Remembered.answer(means.cache(), name, type, false);
    }

    /**
     * Finds out. From any thread; {@code trail} and {@code done} are called on the loop, {@code done} exactly once, and before the time limit
     * is much over. After it the trail may go on where data was stale.
     */
    public void resolve(Name name, int type, Options options, Trail trail, Consumer<Outcome> done) {
        means.loop().execute(() -> begin(new Shared(new Key(name, type), options), trail, done));
    }

    private void begin(Shared shared, Trail trail, Consumer<Outcome> done) {
        Key key = shared.key();
        @Nullable Walk running = walks.get(shared);
        if (running != null) {
            trail.tell(
                    0,
                    new Event.Joined(
                            key.name(),
                            key.type(),
                            Reason.rfc(5452, "5", "the same question is under way: one answer serves all")));
            running.trails.add(trail);
            running.waiting.add(done);
            staleInTime(shared, running, done);
            return;
        }
        if (walks.size() >= MOST_WALKS) {
            done.accept(Outcome.failure(new ExtendedError(
                    ExtendedError.OTHER, "the resolver is busy with " + MOST_WALKS + " other questions")));
            return;
        }
        Walk walk = new Walk();
        walk.trails.add(trail);
        walk.waiting.add(done);
        walks.put(shared, walk);
        Task task = new Task(
                means, shared.options(), (depth, event) -> walk.trails.forEach(each -> each.tell(depth, event)));
        staleInTime(shared, walk, done);
        new Resolution(task, 0, key, Set.of(), Reason.own("a client asks"), outcome -> end(shared, walk, outcome))
                .begin();
    }

    private void end(Shared shared, Walk walk, Outcome outcome) {
        walks.remove(shared);
        List<Consumer<Outcome>> waiting = List.copyOf(walk.waiting);
        walk.waiting.clear(); // or a timer for stale data would find them still waiting
        waiting.forEach(each -> each.accept(outcome));
    }

    /** RFC 8767 §5, client response timer: one who has waited that long gets stale data, if there is any, while the walk goes on. */
    private void staleInTime(Shared shared, Walk walk, Consumer<Outcome> done) {
        Key key = shared.key();
        if (!shared.options().fromCache()
                || Remembered.answer(means.cache(), key.name(), key.type(), true)
                        .isEmpty()) {
            return;
        }
        means.loop().after(means.settings().staleAfter(), () -> {
            if (walk.waiting.contains(done)) {
                Remembered.answer(means.cache(), key.name(), key.type(), true).ifPresent(old -> {
                    walk.waiting.remove(done);
                    done.accept(old);
                });
            }
        });
    }
}
