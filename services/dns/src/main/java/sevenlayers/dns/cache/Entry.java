package sevenlayers.dns.cache;

import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.Rdata;
import sevenlayers.dns.message.RecordSet;

/** What is kept: data as bytes, since a record that is read again gets another TTL anyway, and bytes are small. */
abstract sealed class Entry {
    /** RFC 8767 §4: what is stale goes out with a TTL of 30 s. */
    static final long STALE_TTL = 30;

    final Name name;
    final int type;
    private final long storedMillis;
    private final int ttl;
    /** Read since the clock hand last passed. Races lose at worst one such mark. */
    boolean touched;

    Entry(Name name, int type, long storedMillis, long ttl) {
        this.name = name;
        this.type = type;
        this.storedMillis = storedMillis;
        this.ttl = (int) ttl;
    }

    abstract Rank rank();

    abstract Cached at(long seconds, boolean stale);

    /** How it looks now. */
    Cached at(long nowMillis) {
        boolean stale = !fresh(nowMillis);
        return at(stale ? STALE_TTL : secondsLeft(nowMillis), stale);
    }

    long expiresMillis() {
        return storedMillis + ttl * 1000L;
    }

    boolean fresh(long nowMillis) {
        return nowMillis < expiresMillis();
    }

    /** Rounded down, so that no two caches in a row make it live longer; and never more than it came with, even if the clock was set back. */
    long secondsLeft(long nowMillis) {
        return Math.min(ttl, (expiresMillis() - nowMillis) / 1000);
    }

    static final class Known extends Entry {
        private final byte[][] rdata;
        private final Rank rank;

        Known(RecordSet set, Rank rank, long storedMillis, long ttl) {
            super(set.name(), set.type(), storedMillis, ttl);
            this.rdata = set.records().stream().map(Rdata::of).toArray(byte[][]::new);
            this.rank = rank;
        }

        @Override
        Rank rank() {
            return rank;
        }

        @Override
        Cached at(long seconds, boolean stale) {
            List<Record> records = new ArrayList<>(rdata.length);
            for (byte[] data : rdata) {
                records.add(Record.newRecord(name, type, DClass.IN, seconds, data));
            }
            return new Cached.Known(new RecordSet(name, type, seconds, records), rank, stale);
        }
    }

    static final class Denied extends Entry {
        private final Denial denial;
        private final Name zone;
        private final byte[] soa;

        Denied(Name name, int type, Denial denial, RecordSet soa, long storedMillis, long ttl) {
            super(name, type, storedMillis, ttl);
            this.denial = denial;
            this.zone = soa.name();
            this.soa = Rdata.of(soa.records().getFirst());
        }

        /** The proof stands in the authority section. */
        @Override
        Rank rank() {
            return Rank.AUTHORITY;
        }

        @Override
        Cached at(long seconds, boolean stale) {
            Record record = Record.newRecord(zone, Type.SOA, DClass.IN, seconds, soa);
            return new Cached.Denied(name, type, denial, RecordSet.of(record), rank(), stale);
        }
    }

    static final class Failed extends Entry {
        private final int code;
        private final String why;

        Failed(Name name, int type, int code, String why, long storedMillis, long ttl) {
            super(name, type, storedMillis, ttl);
            this.code = code;
            this.why = why;
        }

        @Override
        Rank rank() {
            return Rank.HINT;
        }

        @Override
        Cached at(long seconds, boolean stale) {
            return new Cached.Failed(name, type, code, why, seconds);
        }
    }
}
