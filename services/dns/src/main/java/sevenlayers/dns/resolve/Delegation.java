package sevenlayers.dns.resolve;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import sevenlayers.dns.message.RecordSet;

/**
 * Who serves a zone.
 *
 * @param zone its apex
 * @param servers by name; a server whose address is to be looked up has none
 * @param source where that is known from
 */
record Delegation(Name zone, Map<Name, List<InetAddress>> servers, Source source) {

    /** Where a delegation is known from. */
    enum Source {
        /** Written down by hand. */
        HINTS,
        /** Remembered. */
        CACHE,
        /** Said by the zone above, just now. */
        REFERRAL
    }

    static Delegation of(Hints hints) {
        return new Delegation(Name.root, hints.servers(), Source.HINTS);
    }

    /** @param addresses what is known of the addresses of a name; may be nothing */
    static Delegation of(RecordSet ns, Function<Name, List<InetAddress>> addresses, Source source) {
        Map<Name, List<InetAddress>> servers = new LinkedHashMap<>();
        for (Record each : ns.records()) {
            Name server = ((NSRecord) each).getTarget();
            servers.put(server, addresses.apply(server));
        }
        return new Delegation(ns.name(), servers, source);
    }

    /** The addresses in {@code sets} that belong to a name. */
    static List<InetAddress> addresses(Name name, List<RecordSet> sets) {
        List<InetAddress> found = new ArrayList<>();
        for (RecordSet set : sets) {
            if (set.name().equals(name)) {
                for (Record each : set.records()) {
                    if (each instanceof ARecord a) {
                        found.add(a.getAddress());
                    } else if (each instanceof AAAARecord aaaa) {
                        found.add(aaaa.getAddress());
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    /**
     * Whether one of its servers can be reached without asking this very zone: an address is known, or a name lies elsewhere. Where the
     * glue has expired before the NS records, the zone above must be asked again.
     */
    boolean reachable() {
        return servers.entrySet().stream()
                .anyMatch(server ->
                        !server.getValue().isEmpty() || !server.getKey().subdomain(zone));
    }
}
