package sevenlayers.dns.tree;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import sevenlayers.dns.zone.Delta;
import sevenlayers.dns.zone.Serial;
import sevenlayers.dns.zone.Zone;
import sevenlayers.dns.zone.ZoneException;
import sevenlayers.dns.zone.Zones;

/** The lab's pods as records of its zone: a name for each service with all of its pods, and one for each pod. */
public final class Pods {
    /** Short, since pods come and go; whoever asks again after it sees the change. */
    static final long TTL = 5;

    /**
     * A pod.
     *
     * @param service as in {@code node}
     * @param pod its own name, {@code node-2}; the service's where it is not known
     * @param port of its gRPC server
     */
    public record Pod(String service, String pod, InetAddress address, int port) {}

    private final Zones zones;
    private final Name apex;
    private Set<Record> last = new HashSet<>();

    /** @param zones of the primary of {@code apex} */
    public Pods(Zones zones, Name apex) {
        this.zones = zones;
        this.apex = apex;
    }

    /**
     * These are the pods now.
     *
     * @return whether that changed the zone
     */
    public boolean are(Collection<Pod> pods) throws ZoneException {
        Set<Record> now = new HashSet<>();
        for (Pod pod : pods) {
            now.addAll(records(pod));
        }
        if (now.equals(last)) {
            return false;
        }
        Zone zone = zones.at(apex).orElseThrow(() -> new ZoneException("there is no zone " + apex));
        Set<Record> there = new HashSet<>(zone.records().toList());
        List<Record> removed =
                last.stream().filter(r -> !now.contains(r) && there.contains(r)).toList();
        List<Record> added = now.stream().filter(r -> !there.contains(r)).toList();
        boolean news = !removed.isEmpty() || !added.isEmpty();
        if (news) {
            var _ = zones.apply(apex, new Delta(zone.soa(), removed, next(zone.soa()), added));
        }
        last = now;
        return news;
    }

    /** The same SOA with the next serial. */
    public static SOARecord next(SOARecord soa) {
        return new SOARecord(
                soa.getName(),
                DClass.IN,
                soa.getTTL(),
                soa.getHost(),
                soa.getAdmin(),
                Serial.next(soa.getSerial()),
                soa.getRefresh(),
                soa.getRetry(),
                soa.getExpire(),
                soa.getMinimum());
    }

    private List<Record> records(Pod pod) {
        try {
            List<Record> records = new ArrayList<>();
            Name service = Name.fromString(pod.service(), apex);
            Name own = Name.fromString(pod.pod(), apex);
            records.add(address(service, pod.address()));
            records.add(address(own, pod.address()));
            // RFC 2782: an A record has no room for a port.
            Name grpc = Name.fromString("_grpc._tcp." + pod.service(), apex);
            records.add(new SRVRecord(grpc, DClass.IN, TTL, 0, 0, pod.port(), own));
            return records;
        } catch (TextParseException e) {
            return List.of(); // a name that DNS has no room for
        }
    }

    private static Record address(Name name, InetAddress address) {
        return address.getAddress().length == 4
                ? new ARecord(name, DClass.IN, TTL, address)
                : new AAAARecord(name, DClass.IN, TTL, address);
    }
}
