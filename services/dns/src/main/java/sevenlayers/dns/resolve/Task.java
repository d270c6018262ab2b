package sevenlayers.dns.resolve;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import sevenlayers.dns.cache.Cache;
import sevenlayers.dns.cache.Cached;
import sevenlayers.dns.reply.Judgement;
import sevenlayers.dns.trace.Event;
import sevenlayers.dns.trace.Trail;
import sevenlayers.dns.transport.Loop;
import sevenlayers.dns.transport.Transport;

/** What a client's question and all questions that come up on the way share: the means, the limits, and who listens. */
final class Task {

    /** The means. */
    record Means(
            Transport transport,
            Loop loop,
            InstantSource clock,
            RandomGenerator random,
            Cache cache,
            ServerBook book,
            Supplier<Hints> where,
            Settings settings) {
        /** Where the root is just now. */
        Hints hints() {
            return where.get();
        }
    }

    final Means means;
    final Options options;
    private final Trail trail;
    private final Instant deadline;
    private int questions;
    private int lookups;

    Task(Means means, Options options, Trail trail) {
        this.means = means;
        this.options = options;
        this.trail = trail;
        this.deadline = means.clock().instant().plus(means.settings().timeLimit());
    }

    Instant now() {
        return means.clock().instant();
    }

    Duration timeLeft() {
        return Duration.between(now(), deadline);
    }

    void tell(int depth, Event event) {
        trail.tell(depth, event);
    }

    /** Takes one question off the budget. */
    boolean mayAsk() {
        return questions++ < Settings.MOST_QUESTIONS;
    }

    /** Takes one look for a server's address off the budget. */
    boolean mayLookUp() {
        return lookups++ < Settings.MOST_LOOKUPS;
    }

    boolean outOfLookups() {
        return lookups >= Settings.MOST_LOOKUPS;
    }

    /** Writes down what a reply said, as far as it may be kept. */
    void keep(int depth, Judgement judgement) {
        for (Judgement.Kept kept : judgement.kept()) {
            tell(depth, new Event.Offered(kept.set(), kept.rank(), means.cache().put(kept.set(), kept.rank())));
        }
        for (Judgement.Scrubbed scrubbed : judgement.scrubbed()) {
            tell(depth, new Event.Scrubbed(scrubbed.set(), scrubbed.why()));
        }
    }

    /** The servers of the closest zone at or above {@code name} that the cache knows and that can be reached. */
    Optional<Delegation> closest(Name name) {
        for (int cut = 0; cut < name.labels(); cut++) {
            Optional<Delegation> found = means.cache()
                    .hint(new Name(name, cut), Type.NS)
                    .map(Cached.Known::set)
                    .map(ns -> Delegation.of(ns, this::knownAddresses, Delegation.Source.CACHE))
                    .filter(Delegation::reachable);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The addresses of a server that the cache has, however they got there. */
    List<InetAddress> knownAddresses(Name server) {
        List<InetAddress> found = new ArrayList<>();
        for (int type : addressTypes()) {
            means.cache()
                    .hint(server, type)
                    .ifPresent(known -> found.addAll(Delegation.addresses(server, List.of(known.set()))));
        }
        return found;
    }

    int[] addressTypes() {
        return means.settings().ipv6() ? new int[] {Type.A, Type.AAAA} : new int[] {Type.A};
    }
}
