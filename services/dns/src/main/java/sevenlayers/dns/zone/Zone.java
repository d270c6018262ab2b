package sevenlayers.dns.zone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.Rdata;

/** All that a zone has at one time. It never changes: what changes a zone makes another one. */
public final class Zone {
    private final Name apex;
    private final SOARecord soa;
    private final Map<Name, Node> nodes;
    private final int size;

    Zone(Name apex, SOARecord soa, Map<Name, Node> nodes, int size) {
        this.apex = apex;
        this.soa = soa;
        this.nodes = nodes;
        this.size = size;
    }

    /**
     * A zone of these records; the same one twice is there once.
     *
     * @throws ZoneException what is wrong with them: no SOA or two, no NS at the apex, names that are not the zone's, CNAME beside other
     *     data, a class that is not IN
     */
    public static Zone of(Name apex, Collection<Record> records) throws ZoneException {
        ZoneBuilder builder = new ZoneBuilder(apex);
        for (Record record : records) {
            builder.add(record);
        }
        return builder.build();
    }

    public Name apex() {
        return apex;
    }

    public SOARecord soa() {
        return soa;
    }

    public long serial() {
        return soa.getSerial();
    }

    /** How many records it has. */
    public int size() {
        return size;
    }

    /** What is at a name; null where the name does not exist. */
    public @Nullable Node node(Name name) {
        return nodes.get(name);
    }

    /** The closest name above that exists (RFC 4592 §3.3.1, "closest encloser"). The name is below the apex. */
    public Node encloser(Name name) {
        for (int cut = 1; ; cut++) {
            Node found = nodes.get(new Name(name, cut));
            if (found != null) {
                return found;
            }
        }
    }

    public Node top() {
        return Objects.requireNonNull(nodes.get(apex));
    }

    /** All records, the SOA first. */
    public Stream<Record> records() {
        return Stream.concat(
                Stream.of(soa),
                nodes.values().stream()
                        .flatMap(node -> node.sets().stream()
                                .filter(set -> set.type() != Type.SOA)
                                .flatMap(set -> set.at(node.name()).stream())));
    }

    /**
     * The zone after a change.
     *
     * @throws ZoneException where the change is not one of this zone: it starts at another serial, removes what is not there, or what it
     *     leaves is no zone
     */
    public Zone apply(Delta delta) throws ZoneException {
        if (delta.from().getSerial() != serial()) {
            throw new ZoneException(
                    "the change is from serial " + delta.from().getSerial() + ", and " + apex + " is at " + serial());
        }
        Map<Key, Record> all = new HashMap<>(2 * size);
        records().skip(1).forEach(record -> all.put(Key.of(record), record));
        for (Record gone : delta.removed()) {
            if (all.remove(Key.of(gone)) == null) {
                throw new ZoneException("the change removes what " + apex + " does not have: " + gone);
            }
        }
        delta.added().forEach(record -> all.put(Key.of(record), record));
        List<Record> next = new ArrayList<>(all.size() + 1);
        next.add(delta.to());
        next.addAll(all.values());
        return of(apex, next);
    }

    /** What makes this zone of another. */
    public Delta since(Zone old) {
        Map<Key, Record> before = new HashMap<>();
        old.records().skip(1).forEach(record -> before.put(Key.of(record), record));
        List<Record> added = new ArrayList<>();
        records().skip(1).forEach(record -> {
            @Nullable Record was = before.get(Key.of(record));
            if (was != null && was.getTTL() == record.getTTL()) {
                before.remove(Key.of(record));
            } else {
                added.add(record);
            }
        });
        return new Delta(old.soa(), List.copyOf(before.values()), soa, added);
    }

    @Override
    public String toString() {
        return apex + " at serial " + serial() + ", " + size + " records";
    }

    /** What makes a record the same: all but its TTL. */
    private record Key(Name name, int type, String data) {
        static Key of(Record record) {
            return new Key(
                    record.getName(), record.getType(), new String(Rdata.of(record), StandardCharsets.ISO_8859_1));
        }
    }
}
