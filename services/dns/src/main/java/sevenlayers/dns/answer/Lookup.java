package sevenlayers.dns.answer;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import sevenlayers.dns.zone.Node;
import sevenlayers.dns.zone.Rrset;
import sevenlayers.dns.zone.Zone;

/** Finds the answer to one question in one zone: RFC 1034 §4.3.2, step 3. */
final class Lookup {
    /*
     * A zone's nodes know whether a cut or a DNAME lies at or above them, so most questions are answered by one look into a map. Only a name
     * that does not exist is looked for upwards: its closest encloser decides whether it is delegated, redirected, made from a wildcard, or
     * does not exist.
     */

    private static final Name STAR = Name.fromConstantString("*");

    /** Aliases that are followed within the zone. */
    private static final int MOST_ALIASES = 16;

    private final Zone zone;
    private final int type;
    private final boolean all;
    private final Found found = new Found();
    private final Set<Name> seen = new HashSet<>(2);
    private Name name;

    private Lookup(Zone zone, Name name, int type, boolean all) {
        this.zone = zone;
        this.name = name;
        this.type = type;
        this.all = all;
    }

    /**
     * Answers.
     *
     * @param all whether a question for ANY gets all sets, or one that stands for them (RFC 8482 §4.1)
     */
    static Found answer(Zone zone, Name name, int type, boolean all) {
        Lookup lookup = new Lookup(zone, name, type, all);
        while (lookup.step()) {}
        Additional.add(zone, lookup.found, type == Type.ANY);
        return lookup.found;
    }

    /** One name; true if it was an alias, and its target is to be looked for. */
    private boolean step() {
        @Nullable Node node = zone.node(name);
        if (node == null) {
            return missing(zone.encloser(name));
        }
        @Nullable Node cut = node.cut();
        if (cut != null && (cut != node || type != Type.DS)) {
            return refer(cut);
        }
        @Nullable Node dname = node.dname();
        return dname != null ? redirect(dname) : here(node);
    }

    private boolean missing(Node encloser) {
        @Nullable Node cut = encloser.cut();
        if (cut != null) {
            return refer(cut);
        }
        @Nullable Node dname = encloser.set(Type.DNAME) != null ? encloser : encloser.dname();
        if (dname != null) {
            return redirect(dname);
        }
        // RFC 4592 §3.3.1: the wildcard right below the closest encloser, and no other.
        @Nullable Node wildcard = zone.node(wildcard(encloser.name()));
        if (wildcard != null) {
            return here(wildcard);
        }
        found.rcode = Rcode.NXDOMAIN;
        return deny();
    }

    private boolean here(Node node) {
        if (type == Type.ANY) {
            return everything(node);
        }
        @Nullable Rrset set = node.set(type);
        if (set != null) {
            found.answer.add(new Found.Placed(name, set, true));
            return false;
        }
        @Nullable Rrset alias = node.set(Type.CNAME);
        return alias != null ? follow(alias) : deny();
    }

    private boolean everything(Node node) {
        if (node.sets().isEmpty()) {
            return deny();
        }
        for (Rrset set : node.sets()) {
            found.answer.add(new Found.Placed(name, set, true));
            if (!all) {
                return false;
            }
        }
        return false;
    }

    private boolean follow(Rrset alias) {
        found.answer.add(new Found.Placed(name, alias, true));
        return goTo(((CNAMERecord) alias.at(name).getFirst()).getTarget());
    }

    private boolean redirect(Node dname) {
        Rrset set = Objects.requireNonNull(dname.set(Type.DNAME));
        found.answer.add(new Found.Placed(dname.name(), set, true));
        try {
            Name target = name.fromDNAME((DNAMERecord) set.at(dname.name()).getFirst());
            // RFC 6672 §3.1: the CNAME is made up, with the TTL of the DNAME.
            Record cname = new CNAMERecord(name, DClass.IN, set.ttl(), target);
            found.answer.add(new Found.Placed(name, Rrset.of(cname), true));
            // RFC 1034 §4.3.2: it is followed unless it is what was asked for, as it is for ANY.
            return type != Type.CNAME && type != Type.ANY && goTo(target);
        } catch (NameTooLongException e) {
            found.rcode = Rcode.YXDOMAIN; // RFC 6672 §2.2
            return false;
        }
    }

    private boolean goTo(Name target) {
        seen.add(name);
        name = target;
        return target.subdomain(zone.apex()) && !seen.contains(target) && seen.size() <= MOST_ALIASES;
    }

    private boolean refer(Node cut) {
        found.authoritative = !found.answer.isEmpty(); // RFC 1035 §4.1.1: AA is about the first name
        found.authority.add(new Found.Placed(cut.name(), Objects.requireNonNull(cut.set(Type.NS)), true));
        return false;
    }

    /** RFC 2308 §3: the SOA, with the TTL that the denial may be kept for. */
    private boolean deny() {
        Rrset soa = Objects.requireNonNull(zone.top().set(Type.SOA));
        long minimum = zone.soa().getMinimum();
        found.authority.add(new Found.Placed(zone.apex(), soa.withTtl((int) Math.min(soa.ttl(), minimum)), true));
        return false;
    }

    /** The wildcard right below a name. */
    static Name wildcard(Name parent) {
        try {
            return Name.concatenate(STAR, parent);
        } catch (NameTooLongException e) {
            return parent; // below a name of 255 bytes there is no room for a label: nor is the parent a wildcard of
            // its own
        }
    }
}
