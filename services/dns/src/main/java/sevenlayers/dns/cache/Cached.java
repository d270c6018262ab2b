package sevenlayers.dns.cache;

import org.xbill.DNS.Name;
import sevenlayers.dns.message.RecordSet;

/** What a cache knows, as it is at the moment: each TTL is what is left of it. */
public sealed interface Cached {

    /** The name that it is about. */
    Name name();

    /** Seconds that it may still be kept. */
    long ttl();

    /** Whether its time is over (RFC 8767). */
    boolean stale();

    /** Records that exist. */
    record Known(RecordSet set, Rank rank, boolean stale) implements Cached {
        @Override
        public Name name() {
            return set.name();
        }

        @Override
        public long ttl() {
            return set.ttl();
        }
    }

    /** A name or type that does not exist. {@code soa} is the proof that came with it, from the zone that says so. */
    record Denied(Name name, int type, Denial denial, RecordSet soa, Rank rank, boolean stale) implements Cached {
        @Override
        public long ttl() {
            return soa.ttl();
        }
    }

    /** A question that nobody could answer a moment ago. {@code code} is an extended error (RFC 8914). */
    record Failed(Name name, int type, int code, String why, long ttl) implements Cached {
        @Override
        public boolean stale() {
            return false;
        }
    }
}
