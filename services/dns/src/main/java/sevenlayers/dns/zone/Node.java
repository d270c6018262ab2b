package sevenlayers.dns.zone;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * A name of a zone and what is there. A name with nothing but other names below it is one, too (an "empty non-terminal", RFC 4592 §2.2.2).
 */
public final class Node {
    private final Name name;
    private final Rrset[] sets;
    private final @Nullable Node cut;
    private final @Nullable Node dname;

    /**
     * @param above the node of the name above; null for the apex
     * @param apex whether NS here belongs to this zone
     */
    Node(Name name, Rrset[] sets, @Nullable Node above, boolean apex) {
        this.name = name;
        this.sets = sets;
        // RFC 1034 §4.2.1: from a cut on down the names are another zone's; RFC 6672 §2.4: below a DNAME there is
        // nothing. The one that comes first from above decides.
        @Nullable Node higher = above == null ? null : above.cut;
        @Nullable Node redirects = above == null ? null : above.dname;
        if (redirects == null && higher == null && above != null && above.set(Type.DNAME) != null) {
            redirects = above;
        }
        this.dname = higher == null ? redirects : null;
        this.cut = higher == null && redirects == null && !apex && set(Type.NS) != null ? this : higher;
    }

    public Name name() {
        return name;
    }

    public @Nullable Rrset set(int type) {
        for (Rrset set : sets) {
            if (set.type() == type) {
                return set;
            }
        }
        return null;
    }

    public List<Rrset> sets() {
        return Arrays.asList(sets);
    }

    /** The name at which this one's zone ends and another begins: this one, or one above it. Null within the zone. */
    public @Nullable Node cut() {
        return cut;
    }

    /** The name above this one that has a DNAME, and so hides this one. */
    public @Nullable Node dname() {
        return dname;
    }
}
