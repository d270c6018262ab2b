package sevenlayers.dns.trace;

import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Rcode;
import sevenlayers.dns.message.RecordSet;

/**
 * What a question came to.
 *
 * @param rcode NOERROR, NXDOMAIN, YXDOMAIN or SERVFAIL
 * @param answer aliases in order, then what was asked for
 * @param authority the SOA that a negative answer stands on
 * @param stale whether some of it has outlived its TTL (RFC 8767)
 * @param errors what went wrong on the way, most important first
 */
public record Outcome(
        int rcode, List<RecordSet> answer, List<RecordSet> authority, boolean stale, List<ExtendedError> errors) {

    public Outcome {
        answer = List.copyOf(answer);
        authority = List.copyOf(authority);
        errors = List.copyOf(errors);
    }

    public static Outcome answer(List<RecordSet> answer) {
        return new Outcome(Rcode.NOERROR, answer, List.of(), false, List.of());
    }

    public static Outcome failure(ExtendedError... errors) {
        return new Outcome(Rcode.SERVFAIL, List.of(), List.of(), false, List.of(errors));
    }

    /** Whether a client gets nothing out of it. */
    public boolean failed() {
        return rcode == Rcode.SERVFAIL;
    }

    /** The same after some aliases. */
    public Outcome after(List<RecordSet> chain) {
        List<RecordSet> all = new ArrayList<>(chain);
        all.addAll(answer);
        return new Outcome(rcode, all, authority, stale, errors);
    }

    /** The same, and something that went wrong before. */
    public Outcome with(ExtendedError error) {
        List<ExtendedError> all = new ArrayList<>(errors);
        all.add(error);
        return new Outcome(rcode, answer, authority, stale, all);
    }

    @Override
    public String toString() {
        return Rcode.string(rcode) + (stale ? " stale" : "") + " " + answer
                + (authority.isEmpty() ? "" : " / " + authority) + (errors.isEmpty() ? "" : " " + errors);
    }
}
