package sevenlayers.dns.resolve;

import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.Name;
import sevenlayers.dns.message.RecordSet;
import sevenlayers.dns.trace.Outcome;

/** The answer to a question for everything: as good as nothing, so that nobody uses it to make much of little. */
final class Minimal {
    private static final long TTL = 3600;

    private Minimal() {}

    /** RFC 8482 §4.2: an HINFO record whose first word says where to read why. */
    static Outcome any(Name name) {
        return Outcome.answer(List.of(RecordSet.of(new HINFORecord(name, DClass.IN, TTL, "RFC8482", ""))));
    }
}
