package sevenlayers.dns.answer;

import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import sevenlayers.dns.zone.Rrset;

/** What an answer consists of, before it is written. */
final class Found {

    /**
     * A set in a section.
     *
     * @param owner the name that it is written with: of a wildcard, the name that was asked for
     * @param needed whether the answer is no use without it
     */
    record Placed(Name owner, Rrset set, boolean needed) {}

    int rcode = Rcode.NOERROR;
    boolean authoritative = true;
    final List<Placed> answer = new ArrayList<>(2);
    final List<Placed> authority = new ArrayList<>(2);
    final List<Placed> additional = new ArrayList<>(2);
}
