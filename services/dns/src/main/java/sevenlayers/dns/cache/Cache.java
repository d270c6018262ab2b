package sevenlayers.dns.cache;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.Reason;
import sevenlayers.dns.message.RecordSet;

/** Remembers what servers said: never longer than they allow, and never against what is known better. Safe for use by many threads. */
public final class Cache {
    /*
     * One map, by name and slot. A type's slot has its records or its NODATA. What holds for a name whatever the type, NXDOMAIN, stands
     * in the slot of type 0, which is no type. A failure stands beside the data of its type, since stale data may outlast it.
     *
     * Whoever reads gets records with the TTL that is left. Whoever writes asks first what is there: the ranks of RFC 2181 §5.4.1 decide.
     */

    private record Key(Name name, int slot) {}

    private static final int NXDOMAIN_SLOT = 0;
    private static final int FAILURE_SLOT = 1 << 16;

    private final ConcurrentMap<Key, Entry> entries = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final Limits limits;
    private final ClockHand<Key> hand;

    public Cache(InstantSource clock, Limits limits) {
        this.clock = clock;
        this.limits = limits;
        this.hand = new ClockHand<>(entries, limits.entries());
    }

    /** Keeps a record set, unless something better is there. */
    public Written put(RecordSet set, Rank rank) {
        long ttl = Math.min(set.ttl(), limits.longest().toSeconds());
        if (ttl == 0) {
            // RFC 1035 §3.2.1: zero is for the transaction in progress, not for a cache.
            return new Written.Refused(Reason.rfc(1035, "3.2.1", "a TTL of zero is not for a cache"));
        }
        long now = clock.millis();
        Key key = new Key(set.name(), set.type());
        while (true) {
            @Nullable Entry old = entries.get(key);
            @Nullable Entry rival = old != null && old.fresh(now) ? old : null;
            if (rival != null && rival.rank().compareTo(rank) > 0) {
                return outranked(rival.rank(), rank);
            }
            long granted = ttl;
            Reason why = Reason.rfc(2181, "5.4.1", rank.origin());
            if (rival != null && set.type() == Type.NS && rank.compareTo(Rank.REFERRAL) > 0) {
                // A zone that its parent has given to somebody else must not live on by repeating its own NS records
                // ("ghost domain").
                granted = Math.min(ttl, Math.max(1, rival.secondsLeft(now)));
                why = Reason.own(rank.origin() + "; but no longer than its parent's delegation lives");
            } else if (rival != null) {
                why = Reason.rfc(
                        2181,
                        "5.4.1",
                        rank.origin() + " replaces " + rival.rank().origin());
            }
            if (swap(key, old, new Entry.Known(set, rank, now, granted))) {
                if (rank.answers()) {
                    entries.remove(new Key(set.name(), NXDOMAIN_SLOT)); // the name exists after all
                }
                return new Written.Stored(granted, why);
            }
        }
    }

    /**
     * Keeps that a name or type does not exist.
     *
     * @param soa of the zone that said so: without it, a negative answer is not kept (RFC 2308 §5)
     */
    public Written deny(Name name, int type, Denial denial, RecordSet soa) {
        if (!(soa.records().getFirst() instanceof SOARecord record)) {
            throw new IllegalArgumentException("an SOA says how long a negative answer is kept, not " + soa);
        }
        // RFC 2308 §5: the TTL is the smaller of the SOA's own and its MINIMUM.
        long said = Math.min(soa.ttl(), record.getMinimum());
        long ttl = Math.min(said, limits.longestDenial().toSeconds());
        if (ttl == 0) {
            return new Written.Refused(Reason.rfc(2308, "5", "its SOA allows zero seconds"));
        }
        long now = clock.millis();
        Key key = new Key(name, denial == Denial.NXDOMAIN ? NXDOMAIN_SLOT : type);
        while (true) {
            @Nullable Entry old = entries.get(key);
            if (old != null && old.fresh(now) && old.rank().compareTo(Rank.AUTHORITY) > 0) {
                return outranked(old.rank(), Rank.AUTHORITY);
            }
            if (swap(key, old, new Entry.Denied(name, type, denial, soa, now, ttl))) {
                return new Written.Stored(ttl, Reason.rfc(2308, "5", "min(SOA TTL, MINIMUM) is " + said + " s"));
            }
        }
    }

    /** Keeps for some seconds that a question could not be answered, so that not every client makes us ask in vain (RFC 9520 §3.2). */
    public Written fail(Name name, int type, int code, String why) {
        long ttl = limits.failure().toSeconds();
        if (ttl == 0) {
            return new Written.Refused(Reason.own("failures are not kept"));
        }
        Key key = new Key(name, type | FAILURE_SLOT);
        entries.put(key, new Entry.Failed(name, type, code, why, clock.millis(), ttl));
        hand.makeRoom();
        return new Written.Stored(ttl, Reason.rfc(9520, "3.2", "a failure is kept for 1 s to 5 min"));
    }

    /**
     * What answers a question: the records, an alias (CNAME at the name, DNAME above it), or a denial of the type, the name or a name above
     * it. Never what only ranks as glue.
     */
    public Optional<Cached> find(Name name, int type) {
        return find(name, type, clock.millis(), Duration.ZERO);
    }

    /** The same among what has expired not too long ago (RFC 8767). */
    public Optional<Cached> findStale(Name name, int type) {
        return find(name, type, clock.millis(), limits.stale());
    }

    /** A failure to answer this very question, a moment ago. */
    public Optional<Cached.Failed> failure(Name name, int type) {
        return live(new Key(name, type | FAILURE_SLOT), clock.millis(), Duration.ZERO)
                .map(Cached.Failed.class::cast);
    }

    /** Records of any rank: enough to find a server, not to answer a client. */
    public Optional<Cached.Known> hint(Name name, int type) {
        return live(new Key(name, type), clock.millis(), Duration.ZERO)
                .filter(Cached.Known.class::isInstance)
                .map(Cached.Known.class::cast);
    }

    /** All that is fresh at and below a name, by name and type. */
    public List<Cached> list(Name top) {
        long now = clock.millis();
        Comparator<Entry> byNameAndType =
                Comparator.comparing((Entry e) -> e.name).thenComparing(e -> e.type);
        return below(top)
                .map(entries::get)
                .flatMap(Stream::ofNullable)
                .filter(e -> e.fresh(now))
                .sorted(byNameAndType)
                .map(e -> e.at(now))
                .toList();
    }

    /** Forgets all at and below a name; says how much that was. */
    public int flush(Name top) {
        return (int) below(top).filter(key -> entries.remove(key) != null).count();
    }

    /** How much it holds, what is stale included. */
    public int size() {
        return entries.size();
    }

    private Stream<Key> below(Name top) {
        return entries.keySet().stream().filter(key -> key.name.subdomain(top));
    }

    private Optional<Cached> find(Name name, int type, long now, Duration grace) {
        return at(name, type, now, grace)
                .or(() -> at(name, Type.CNAME, now, grace).filter(Cached.Known.class::isInstance))
                .or(() -> live(new Key(name, NXDOMAIN_SLOT), now, grace))
                .or(() -> above(name, now, grace));
    }

    private Optional<Cached> at(Name name, int type, long now, Duration grace) {
        return live(new Key(name, type), now, grace)
                .filter(cached ->
                        !(cached instanceof Cached.Known known) || known.rank().answers());
    }

    private Optional<Cached> above(Name name, long now, Duration grace) {
        for (int cut = 1; cut < name.labels(); cut++) {
            Name ancestor = new Name(name, cut);
            // RFC 8020 §2: where a name does not exist, nothing below it does. RFC 6672 §2.3: a DNAME stands for all
            // below it.
            Optional<Cached> found = live(new Key(ancestor, NXDOMAIN_SLOT), now, grace)
                    .or(() -> at(ancestor, Type.DNAME, now, grace).filter(Cached.Known.class::isInstance));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Cached> live(Key key, long now, Duration grace) {
        @Nullable Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.fresh(now - grace.toMillis())) {
            entry.touched = true;
            return Optional.of(entry.at(now));
        }
        if (!entry.fresh(now - limits.stale().toMillis())) {
            entries.remove(key, entry);
        }
        return Optional.empty();
    }

    private boolean swap(Key key, @Nullable Entry old, Entry next) {
        boolean done = old == null ? entries.putIfAbsent(key, next) == null : entries.replace(key, old, next);
        if (done) {
            hand.makeRoom();
        }
        return done;
    }

    private static Written outranked(Rank there, Rank here) {
        return new Written.Refused(
                Reason.rfc(2181, "5.4.1", there.origin() + " is there, and better than " + here.origin()));
    }
}
