package sevenlayers.dns.answer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;
import sevenlayers.dns.zone.Node;
import sevenlayers.dns.zone.Rrset;
import sevenlayers.dns.zone.Zone;

/** The addresses that whoever asked will want next (RFC 1034 §4.3.2, step 6), as far as the zone has them. */
final class Additional {
    private static final int[] ADDRESSES = {Type.A, Type.AAAA};

    private Additional() {}

    /** @param all whether all types were asked for: who gets so much is spared what might help beyond it, as other servers do */
    static void add(Zone zone, Found found, boolean all) {
        for (Found.Placed placed : all ? List.<Found.Placed>of() : List.copyOf(found.answer)) {
            targets(zone, placed, false, found.additional);
        }
        for (Found.Placed placed : found.authority) {
            boolean referral = !placed.owner().equals(zone.apex());
            targets(zone, placed, referral, found.additional);
        }
    }

    private static void targets(Zone zone, Found.Placed placed, boolean referral, List<Found.Placed> to) {
        if (placed.set().type() != Type.NS
                && placed.set().type() != Type.MX
                && placed.set().type() != Type.SRV) {
            return;
        }
        List<Name> names = new ArrayList<>();
        for (Record record : placed.set().at(placed.owner())) {
            if (record instanceof NSRecord ns) {
                names.add(ns.getTarget());
            } else if (record instanceof MXRecord mx) {
                names.add(mx.getTarget());
            } else if (record instanceof SRVRecord srv) {
                names.add(srv.getTarget());
            }
        }
        for (Name name : names) {
            @Nullable Node node = name.subdomain(zone.apex()) ? node(zone, name) : null;
            if (node != null) {
                // RFC 9471 §2: without the address of a server within the delegated zone nobody gets there.
                boolean needed = referral && name.subdomain(placed.owner());
                addresses(node, name, needed, to);
            }
        }
    }

    /** What there is at a name, be it by a wildcard. */
    private static @Nullable Node node(Zone zone, Name name) {
        @Nullable Node node = zone.node(name);
        if (node != null) {
            return node;
        }
        Node encloser = zone.encloser(name);
        return encloser.cut() == null && encloser.dname() == null ? zone.node(Lookup.wildcard(encloser.name())) : null;
    }

    private static void addresses(Node node, Name name, boolean needed, List<Found.Placed> to) {
        for (int type : ADDRESSES) {
            @Nullable Rrset set = node.set(type);
            if (set != null
                    && to.stream()
                            .noneMatch(
                                    other -> other.set() == set && other.owner().equals(name))) {
                to.add(new Found.Placed(name, set, needed));
            }
        }
    }
}
