package sevenlayers.dns.reply;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.RecordSet;

/** Follows aliases through an answer section, from the name that was asked for as far as the server is believed. */
final class Chain {
    private final Name zone;
    private final int type;
    private final List<RecordSet> section;
    private final List<RecordSet> links = new ArrayList<>();
    private final Set<RecordSet> used = new HashSet<>();
    private Name end;
    private boolean tooLong;

    Chain(Asked asked, List<RecordSet> section) {
        this.zone = asked.zone();
        this.type = asked.type();
        this.section = section;
        this.end = asked.plain();
        Set<Name> seen = new HashSet<>();
        // What lies outside of the zone this server has no say in; a name that comes twice is a loop, of which the
        // resolver makes an end.
        while (records().isEmpty() && end.subdomain(zone) && seen.add(end) && (byDname() || byCname())) {}
    }

    /** The aliases passed: CNAME, or DNAME and the CNAME made from it. */
    List<RecordSet> links() {
        return List.copyOf(links);
    }

    /** The name that they lead to. */
    Name end() {
        return end;
    }

    boolean tooLong() {
        return tooLong;
    }

    /** What stands at the end, of the type asked for. */
    Optional<RecordSet> records() {
        Optional<RecordSet> found = end.subdomain(zone) ? at(end, type) : Optional.empty();
        found.ifPresent(used::add);
        return found;
    }

    /** What of the section is not part of it. */
    List<RecordSet> rest() {
        return section.stream().filter(set -> !used.contains(set)).toList();
    }

    private Optional<RecordSet> at(Name name, int wanted) {
        return section.stream()
                .filter(set -> set.type() == wanted && set.name().equals(name))
                .findFirst();
    }

    private boolean byCname() {
        Optional<RecordSet> alias = at(end, Type.CNAME);
        if (alias.isEmpty() || !(alias.get().records().getFirst() instanceof CNAMERecord cname)) {
            return false;
        }
        used.add(alias.get());
        links.add(alias.get());
        end = cname.getTarget();
        return true;
    }

    private boolean byDname() {
        // RFC 6672 §2.3: a DNAME holds for what is below its owner, not for the owner itself.
        Optional<RecordSet> alias = section.stream()
                .filter(set -> set.type() == Type.DNAME && set.name().subdomain(zone))
                .filter(set -> end.subdomain(set.name()) && !end.equals(set.name()))
                .findFirst();
        if (alias.isEmpty() || !(alias.get().records().getFirst() instanceof DNAMERecord dname)) {
            return false;
        }
        used.add(alias.get());
        links.add(alias.get());
        at(end, Type.CNAME).ifPresent(used::add);
        try {
            // RFC 6672 §3.4: the CNAME is made again here, so that it says what the DNAME does.
            Name target = end.fromDNAME(dname);
            links.add(RecordSet.of(new CNAMERecord(end, DClass.IN, alias.get().ttl(), target)));
            end = target;
            return true;
        } catch (NameTooLongException e) {
            tooLong = true;
            return false;
        }
    }
}
