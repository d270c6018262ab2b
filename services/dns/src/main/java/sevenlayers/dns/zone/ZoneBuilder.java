package sevenlayers.dns.zone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.Rdata;
import sevenlayers.dns.message.RecordSet;
import sevenlayers.dns.message.Types;
import sevenlayers.wire.Bytes;

/** Takes the records of a zone one by one, and makes a zone of them if they are one. */
final class ZoneBuilder {
    /*
     * A set grows by being copied, which is cheap while it is small, and almost all are. What has many records is kept beside, or a zone with
     * one large set would take quadratic time.
     */
    private static final int MANY = 16;

    private record Key(Name name, int type) {}

    private final Name apex;
    private final Map<Name, List<Rrset>> names = new HashMap<>();
    private final Map<Key, Set<Bytes>> large = new HashMap<>();
    private @Nullable SOARecord soa;
    private int size;

    ZoneBuilder(Name apex) {
        this.apex = apex;
    }

    void add(Record record) throws ZoneException {
        Name name = record.getName();
        if (record.getDClass() != DClass.IN) {
            throw new ZoneException(text(record) + ": its class is " + DClass.string(record.getDClass())
                    + "; a zone here is of class IN");
        }
        if (!name.subdomain(apex)) {
            throw new ZoneException(text(record) + ": the name is not in the zone " + apex);
        }
        if (Types.isMeta(record.getType())) {
            throw new ZoneException(text(record) + ": " + Type.string(record.getType()) + " is no type of data");
        }
        if (record instanceof SOARecord found) {
            if (!name.equals(apex)) {
                throw new ZoneException(text(record) + ": an SOA is at the apex " + apex + " only");
            }
            if (soa != null && !soa.equals(found)) {
                throw new ZoneException("two SOA records, serials " + soa.getSerial() + " and " + found.getSerial()
                        + "; a zone has one");
            }
            soa = found;
        }
        put(record);
    }

    private void put(Record record) throws ZoneException {
        List<Rrset> sets = names.computeIfAbsent(record.getName(), _ -> new ArrayList<>(1));
        byte[] data = Rdata.of(record);
        // RFC 2181 §8: a TTL whose top bit is set counts as zero.
        int ttl = record.getTTL() > Integer.MAX_VALUE ? 0 : (int) record.getTTL();
        for (int i = 0; i < sets.size(); i++) {
            Rrset set = sets.get(i);
            if (set.type() == record.getType()) {
                int before = size;
                sets.set(i, with(record.getName(), set, data, ttl));
                if (size > before) {
                    single(record);
                }
                return;
            }
        }
        alone(record, sets);
        sets.add(new Rrset(record.getType(), ttl, new byte[][] {data}));
        size++;
    }

    /** RFC 2181 §5: the same record once; §5.2: where TTLs differ, the lowest counts for all. */
    private Rrset with(Name name, Rrset set, byte[] data, int ttl) {
        if (set.size() >= MANY) {
            size += large.computeIfAbsent(new Key(name, set.type()), _ -> new LinkedHashSet<>(bytes(set)))
                            .add(Bytes.wrap(data))
                    ? 1
                    : 0;
            return set.withTtl(Math.min(set.ttl(), ttl));
        }
        byte[][] all = new byte[set.size() + 1][];
        for (int i = 0; i < set.size(); i++) {
            if (Arrays.equals(set.rdata(i), data)) {
                return set.withTtl(Math.min(set.ttl(), ttl));
            }
            all[i] = set.rdata(i);
        }
        all[set.size()] = data;
        size++;
        return new Rrset(set.type(), Math.min(set.ttl(), ttl), all);
    }

    private static List<Bytes> bytes(Rrset set) {
        List<Bytes> bytes = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            bytes.add(Bytes.wrap(set.rdata(i)));
        }
        return bytes;
    }

    /** The sets of a name, the large ones with all that they have. */
    private Rrset[] sets(Name name) {
        return names.getOrDefault(name, List.of()).stream()
                .map(set -> {
                    @Nullable Set<Bytes> all = large.get(new Key(name, set.type()));
                    return all == null
                            ? set
                            : new Rrset(
                                    set.type(),
                                    set.ttl(),
                                    all.stream().map(Bytes::toArray).toArray(byte[][]::new));
                })
                .toArray(Rrset[]::new);
    }

    /** Types of which a name has one record only. */
    private static void single(Record second) throws ZoneException {
        switch (second.getType()) {
            case Type.CNAME ->
                throw new ZoneException(text(second) + ": the name is an alias already, of another name");
            case Type.DNAME ->
                throw new ZoneException(text(second) + ": the name has a DNAME already, to another name");
            case Type.SOA -> throw new ZoneException(text(second) + ": a zone has one SOA");
            default -> {}
        }
    }

    /** RFC 2181 §10.1: beside a CNAME there is nothing, signatures and the like excepted. */
    private static void alone(Record record, List<Rrset> sets) throws ZoneException {
        for (Rrset other : sets) {
            boolean clash = record.getType() == Type.CNAME && !besideCname(other.type())
                    || other.type() == Type.CNAME && !besideCname(record.getType());
            if (clash) {
                throw new ZoneException(text(record) + ": a name with a CNAME has nothing else, and this one has "
                        + Type.string(other.type()) + ", too");
            }
        }
    }

    private static boolean besideCname(int type) {
        return type == Type.RRSIG || type == Type.NSEC || type == Type.NSEC3 || type == Type.KEY;
    }

    Zone build() throws ZoneException {
        if (soa == null) {
            throw new ZoneException("the zone " + apex + " has no SOA; it has one, at its apex");
        }
        List<Rrset> top = names.getOrDefault(apex, List.of());
        if (top.stream().noneMatch(set -> set.type() == Type.NS)) {
            throw new ZoneException("the zone " + apex + " has no NS at its apex; it names one server at least");
        }
        for (Name name : List.copyOf(names.keySet())) {
            emptyNonTerminals(name);
        }
        List<Name> parentsFirst = new ArrayList<>(names.keySet());
        parentsFirst.sort(Comparator.comparingInt(Name::labels));
        Map<Name, Node> nodes = HashMap.newHashMap(parentsFirst.size());
        for (Name name : parentsFirst) {
            boolean isApex = name.equals(apex);
            @Nullable Node above = isApex ? null : nodes.get(new Name(name, 1));
            nodes.put(name, new Node(name, sets(name), above, isApex));
        }
        RecordSet normal = RecordSet.of(soa);
        return new Zone(apex, (SOARecord) normal.records().getFirst(), nodes, size);
    }

    private void emptyNonTerminals(Name name) {
        Name above = name;
        while (!above.equals(apex)) {
            above = new Name(above, 1);
            if (names.putIfAbsent(above, List.of()) != null) {
                return;
            }
        }
    }

    private static String text(Record record) {
        return record.getName() + " " + Type.string(record.getType());
    }
}
