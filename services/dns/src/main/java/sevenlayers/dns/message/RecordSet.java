package sevenlayers.dns.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * All records of one name and type, which are one thing to a resolver: they are cached, ranked and thrown away together (RFC 2181 §5).
 *
 * @param name the owner
 * @param type the type of each of them
 * @param ttl seconds that they may be kept, 0 to 2^31 - 1, the same for all
 * @param records at least one, of class IN, none twice
 */
public record RecordSet(Name name, int type, long ttl, List<Record> records) {
    private static final long LARGEST_TTL = 0x7fffffffL;

    private record Key(Name name, int type) {}

    public RecordSet {
        if (records.isEmpty()) {
            throw new IllegalArgumentException("a set of " + name + " " + Type.string(type) + " has no records");
        }
        if (ttl < 0 || ttl > LARGEST_TTL) {
            throw new IllegalArgumentException("a TTL has 31 bits, not " + ttl);
        }
        records = List.copyOf(records);
    }

    /** The records of one set, as they came: duplicates are dropped, and the smallest TTL becomes that of all. */
    public static RecordSet of(List<Record> records) {
        Record first = records.getFirst();
        long ttl = LARGEST_TTL;
        for (Record record : records) {
            // RFC 2181 §5.2: where TTLs differ, all count as the lowest.
            ttl = Math.min(ttl, ttlOf(record));
        }
        List<Record> alike = new ArrayList<>();
        // RFC 2181 §5: a record that is there twice is there once. Those that differ in their TTL alone are equal to
        // dnsjava.
        for (Record record : new LinkedHashSet<>(records)) {
            alike.add(withTtl(record, record.getName(), ttl));
        }
        return new RecordSet(first.getName(), first.getType(), ttl, alike);
    }

    public static RecordSet of(Record... records) {
        return of(List.of(records));
    }

    /** The sets of a section in the order in which they begin; what is not of class IN is left out, and so is OPT. */
    public static List<RecordSet> gather(List<Record> section) {
        Map<Key, List<Record>> sets = new LinkedHashMap<>();
        for (Record record : section) {
            if (record.getDClass() == DClass.IN && record.getType() != Type.OPT) {
                sets.computeIfAbsent(new Key(record.getName(), record.getType()), _ -> new ArrayList<>())
                        .add(record);
            }
        }
        return sets.values().stream().map(RecordSet::of).toList();
    }

    /** These records with another TTL. */
    public RecordSet withTtl(long seconds) {
        return seconds == ttl
                ? this
                : new RecordSet(
                        name,
                        type,
                        seconds,
                        records.stream()
                                .map(r -> withTtl(r, r.getName(), seconds))
                                .toList());
    }

    @Override
    public String toString() {
        return name + " " + ttl + " " + Type.string(type) + " "
                + records.stream().map(Record::rdataToString).sorted().toList();
    }

    // RFC 2181 §8: a TTL whose top bit is set counts as zero.
    private static long ttlOf(Record record) {
        return record.getTTL() > LARGEST_TTL ? 0 : record.getTTL();
    }

    private static Record withTtl(Record record, Name name, long ttl) {
        return record.getTTL() == ttl
                ? record
                : Record.newRecord(name, record.getType(), DClass.IN, ttl, Rdata.of(record));
    }
}
