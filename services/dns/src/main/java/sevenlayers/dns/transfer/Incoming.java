package sevenlayers.dns.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import sevenlayers.dns.zone.Delta;
import sevenlayers.dns.zone.Serial;
import sevenlayers.dns.zone.Zone;
import sevenlayers.dns.zone.ZoneException;

/** Takes the records of a transfer one by one, and finds out what they are: nothing new, changes, or all of a zone. */
final class Incoming {
    /*
     * RFC 1995 §4: the first record is the newest SOA. What follows tells: the SOA of the version that we have begins a list of changes; any
     * other record is the second of a whole zone. Both end with the newest SOA again. Nothing is given out before that.
     */

    /** What came. */
    sealed interface Result {
        /** The primary has nothing newer. */
        record Current(long serial) implements Result {}

        /** Changes, in order. */
        record Changes(List<Delta> deltas) implements Result {}

        /** All of it. */
        record Whole(Zone zone) implements Result {}
    }

    private enum State {
        FIRST,
        SECOND,
        WHOLE,
        REMOVED,
        ADDED
    }

    private final Name apex;
    private final OptionalLong have;
    private final int most;
    private final List<Record> records = new ArrayList<>();
    private final List<Delta> deltas = new ArrayList<>();
    private List<Record> removed = new ArrayList<>();
    private List<Record> added = new ArrayList<>();
    private State state = State.FIRST;
    private @Nullable SOARecord newest;
    private @Nullable SOARecord from;
    private @Nullable SOARecord to;
    private int count;

    /**
     * @param have the serial that we have, where changes were asked for
     * @param most records that are taken
     */
    Incoming(Name apex, OptionalLong have, int most) {
        this.apex = apex;
        this.have = have;
        this.most = most;
    }

    int count() {
        return count;
    }

    /**
     * Takes a record.
     *
     * @param last whether it is the last of its message: a newest SOA alone means that there is nothing more
     * @return what came, once it is complete
     * @throws ZoneException where the stream makes no sense
     */
    Optional<Result> take(Record record, boolean last) throws ZoneException {
        if (++count > most) {
            throw new ZoneException("the transfer has more than " + most + " records");
        }
        return switch (state) {
            case FIRST -> first(soa(record, "a transfer begins with the SOA"), last);
            case SECOND -> second(record);
            case WHOLE -> whole(record);
            case REMOVED -> gone(record);
            case ADDED -> fresh(record);
        };
    }

    private SOARecord soa(Record record, String rule) throws ZoneException {
        if (record instanceof SOARecord soa && soa.getName().equals(apex)) {
            return soa;
        }
        throw new ZoneException(rule + " of " + apex + ", not with " + record);
    }

    private Optional<Result> first(SOARecord soa, boolean last) {
        newest = soa;
        if (last && have.isPresent() && !Serial.after(soa.getSerial(), have.getAsLong())) {
            return Optional.of(new Result.Current(soa.getSerial()));
        }
        state = State.SECOND;
        return Optional.empty();
    }

    private Optional<Result> second(Record record) throws ZoneException {
        boolean changes = have.isPresent()
                && record instanceof SOARecord soa
                && soa.getName().equals(apex)
                && soa.getSerial() == have.getAsLong();
        if (changes) {
            from = (SOARecord) record;
            state = State.REMOVED;
            return Optional.empty();
        }
        records.add(newest());
        state = State.WHOLE;
        return whole(record);
    }

    private Optional<Result> whole(Record record) throws ZoneException {
        if (record instanceof SOARecord soa && soa.getName().equals(apex)) {
            if (soa.getSerial() != newest().getSerial()) {
                throw new ZoneException("the transfer begins with serial " + newest().getSerial() + " and ends with "
                        + soa.getSerial() + ": the zone changed on the way");
            }
            return Optional.of(new Result.Whole(Zone.of(apex, records)));
        }
        records.add(record);
        return Optional.empty();
    }

    private Optional<Result> gone(Record record) {
        if (record instanceof SOARecord soa && soa.getName().equals(apex)) {
            to = soa;
            state = State.ADDED;
        } else {
            removed.add(record);
        }
        return Optional.empty();
    }

    private Optional<Result> fresh(Record record) throws ZoneException {
        if (!(record instanceof SOARecord soa && soa.getName().equals(apex))) {
            added.add(record);
            return Optional.empty();
        }
        if (from == null || to == null) {
            throw new IllegalStateException("what is new comes after two SOA");
        }
        if (!Serial.after(to.getSerial(), from.getSerial())) {
            throw new ZoneException("a change leads from serial " + from.getSerial() + " back to " + to.getSerial());
        }
        deltas.add(new Delta(from, removed, to, added));
        if (soa.getSerial() == newest().getSerial() && to.getSerial() == newest().getSerial()) {
            return Optional.of(new Result.Changes(List.copyOf(deltas)));
        }
        if (soa.getSerial() != to.getSerial()) {
            throw new ZoneException(
                    "a change to serial " + to.getSerial() + " is followed by one from " + soa.getSerial());
        }
        from = soa;
        removed = new ArrayList<>();
        added = new ArrayList<>();
        state = State.REMOVED;
        return Optional.empty();
    }

    private SOARecord newest() {
        if (newest == null) {
            throw new IllegalStateException("the first record is the newest SOA");
        }
        return newest;
    }
}
