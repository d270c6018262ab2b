package sevenlayers.dns.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import sevenlayers.dns.cache.Cache;
import sevenlayers.dns.cache.Cached;
import sevenlayers.dns.cache.Denial;
import sevenlayers.dns.message.RecordSet;
import sevenlayers.dns.trace.ExtendedError;
import sevenlayers.dns.trace.Outcome;

/** Answers from the cache alone, where it has all of an answer. */
final class Remembered {

    /** What a piece of the cache means for a name and type. */
    sealed interface Piece {
        /** The end: records, or that there are none. */
        record End(Outcome outcome) implements Piece {}

        /** Another name is meant; {@code chain} says so. */
        record Alias(List<RecordSet> chain, Name target) implements Piece {}
    }

    private Remembered() {}

    /** The whole answer; empty where something is missing. */
    static Optional<Outcome> answer(Cache cache, Name name, int type, boolean stale) {
        List<RecordSet> chain = new ArrayList<>();
        boolean old = false;
        Name current = name;
        for (int aliases = 0; aliases <= Settings.MOST_ALIASES; aliases++) {
            Optional<Cached> found = stale ? cache.findStale(current, type) : cache.find(current, type);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            old |= found.get().stale();
            switch (read(found.get(), current, type)) {
                case Piece.End(Outcome outcome) -> {
                    Outcome all = outcome.after(chain);
                    return Optional.of(old ? stale(all) : all);
                }
                case Piece.Alias alias -> {
                    chain.addAll(alias.chain());
                    current = alias.target();
                }
            }
        }
        return Optional.empty();
    }

    static Piece read(Cached cached, Name name, int type) {
        return switch (cached) {
            case Cached.Known known
            when known.set().type() == type -> new Piece.End(Outcome.answer(List.of(known.set())));
            case Cached.Known known -> alias(known.set(), name);
            case Cached.Denied denied -> new Piece.End(denial(denied.denial(), denied.soa()));
            case Cached.Failed failed ->
                new Piece.End(Outcome.failure(
                        new ExtendedError(ExtendedError.CACHED_ERROR, "a moment ago: " + failed.why()),
                        new ExtendedError(failed.code(), failed.why())));
        };
    }

    private static Piece alias(RecordSet set, Name name) {
        if (set.records().getFirst() instanceof CNAMERecord cname) {
            return new Piece.Alias(List.of(set), cname.getTarget());
        }
        try {
            Name target = name.fromDNAME((DNAMERecord) set.records().getFirst());
            // RFC 6672 §3.1: with the TTL of the DNAME.
            RecordSet cname = RecordSet.of(new CNAMERecord(name, DClass.IN, set.ttl(), target));
            return new Piece.Alias(List.of(set, cname), target);
        } catch (NameTooLongException e) {
            return new Piece.End(new Outcome(Rcode.YXDOMAIN, List.of(set), List.of(), false, List.of()));
        }
    }

    static Outcome denial(Denial denial, RecordSet soa) {
        return new Outcome(
                denial == Denial.NXDOMAIN ? Rcode.NXDOMAIN : Rcode.NOERROR, List.of(), List.of(soa), false, List.of());
    }

    private static Outcome stale(Outcome outcome) {
        int code = outcome.rcode() == Rcode.NXDOMAIN ? ExtendedError.STALE_NXDOMAIN : ExtendedError.STALE_ANSWER;
        return new Outcome(
                outcome.rcode(),
                outcome.answer(),
                outcome.authority(),
                true,
                List.of(new ExtendedError(code, "its TTL is over, and no server answers (RFC 8767)")));
    }
}
