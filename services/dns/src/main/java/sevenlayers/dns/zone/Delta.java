package sevenlayers.dns.zone;

import java.util.List;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/**
 * What changes from one version of a zone to another (RFC 1995 §4).
 *
 * @param from the SOA before
 * @param removed what is gone, the SOA not counted
 * @param to the SOA after
 * @param added what is new
 */
public record Delta(SOARecord from, List<Record> removed, SOARecord to, List<Record> added) {
    public Delta {
        removed = List.copyOf(removed);
        added = List.copyOf(added);
        if (!from.getName().equals(to.getName())) {
            throw new IllegalArgumentException(
                    "a change is of one zone, not of " + from.getName() + " and " + to.getName());
        }
    }

    /** How many records tell of it. */
    public int size() {
        return removed.size() + added.size() + 2;
    }

    @Override
    public String toString() {
        return from.getSerial() + " → " + to.getSerial() + ": " + removed.size() + " removed, " + added.size()
                + " added";
    }
}
