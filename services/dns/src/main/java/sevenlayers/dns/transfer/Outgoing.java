package sevenlayers.dns.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import sevenlayers.dns.answer.Query;
import sevenlayers.dns.answer.Writer;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.message.Rdata;
import sevenlayers.dns.server.Access;
import sevenlayers.dns.server.Handler;
import sevenlayers.dns.server.Inbound;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.dns.zone.Delta;
import sevenlayers.dns.zone.Serial;
import sevenlayers.dns.zone.Zone;
import sevenlayers.dns.zone.Zones;
import sevenlayers.wire.Bytes;

/** Gives zones to those who may have them: whole (AXFR, RFC 5936), or what changed (IXFR, RFC 1995). */
public final class Outgoing implements Handler {
    /** RFC 5936 §3.4 wants several records in a message; with so many bytes names still compress by pointers of 14 bits. */
    private static final int MESSAGE_SIZE = 16 * 1024;

    private static final int LARGEST_MESSAGE = 0xffff;
    private static final int LARGEST_DATAGRAM = 512;

    private final Zones zones;
    private final Access access;
    private final Set<Name> signers;

    /** @param access who may have them */
    public Outgoing(Zones zones, Access access) {
        this(zones, access, Set.of());
    }

    /**
     * @param access who may have them, by address
     * @param signers who else, by the key that the query is signed with
     */
    public Outgoing(Zones zones, Access access, Set<Name> signers) {
        this.zones = zones;
        this.access = access;
        this.signers = Set.copyOf(signers);
    }

    @Override
    public void handle(Inbound inbound) {
        MessageHeader header = MessageHeader.parse(inbound.message());
        @Nullable Query query = Query.parse(header, inbound.message());
        // RFC 5936 §4.2: AXFR is not for UDP.
        boolean datagram = inbound.protocol() == Protocol.UDP;
        if (query == null || query.dclass() != DClass.IN || query.type() == Type.AXFR && datagram) {
            inbound.reply(header.refusal(Rcode.FORMERR).bytes());
            return;
        }
        if (!access.allows(inbound.from().getAddress())
                && inbound.signer().filter(signers::contains).isEmpty()) {
            inbound.reply(header.refusal(Rcode.REFUSED).bytes());
            return;
        }
        Optional<Zone> zone = zones.at(query.name());
        if (zone.isEmpty()) {
            inbound.reply(header.refusal(Rcode.NOTAUTH).bytes()); // RFC 5936 §2.2.1
            return;
        }
        if (query.type() == Type.AXFR) {
            send(inbound, query, whole(zone.get()));
            return;
        }
        Optional<SOARecord> theirs = version(inbound.message());
        if (theirs.isEmpty()) {
            inbound.reply(header.refusal(Rcode.FORMERR).bytes());
        } else {
            increment(inbound, query, zone.get(), theirs.get().getSerial());
        }
    }

    private void increment(Inbound inbound, Query query, Zone zone, long theirs) {
        if (!Serial.after(zone.serial(), theirs)) {
            current(inbound, query, zone); // RFC 1995 §2: nothing newer
            return;
        }
        List<Delta> deltas = zones.history(zone.apex(), theirs);
        if (inbound.protocol() == Protocol.UDP) {
            // RFC 1995 §2: what does not fit is the SOA alone, and TCP has room. A whole zone is not even tried: a
            // datagram costs its sender nothing.
            Optional<Bytes> fits =
                    deltas.isEmpty() ? Optional.empty() : datagram(inbound, query, changes(zone, deltas));
            fits.ifPresentOrElse(inbound::reply, () -> current(inbound, query, zone));
        } else {
            send(inbound, query, deltas.isEmpty() ? whole(zone) : changes(zone, deltas));
        }
    }

    /** The SOA alone. */
    private static void current(Inbound inbound, Query query, Zone zone) {
        if (inbound.protocol() == Protocol.TCP) {
            send(inbound, query, Stream.of(zone.soa()));
        } else {
            inbound.reply(datagram(inbound, query, Stream.of(zone.soa())).orElseGet(() -> truncated(inbound, query)));
        }
    }

    private static Stream<Record> whole(Zone zone) {
        return Stream.concat(zone.records(), Stream.of(zone.soa())); // RFC 5936 §2.2
    }

    /** RFC 1995 §4: the newest SOA, then of each change the SOA before, what is gone, the SOA after, what is new, then the newest SOA again. */
    private static Stream<Record> changes(Zone zone, List<Delta> deltas) {
        List<Record> records = new ArrayList<>();
        records.add(zone.soa());
        for (Delta delta : deltas) {
            records.add(delta.from());
            records.addAll(delta.removed());
            records.add(delta.to());
            records.addAll(delta.added());
        }
        records.add(zone.soa());
        return records.stream();
    }

    private static void send(Inbound inbound, Query query, Stream<Record> records) {
        inbound.reply(new Messages(inbound, query, records.iterator()));
    }

    /** Message by message, each made when it is asked for. */
    private static final class Messages implements Iterator<Bytes> {
        private final Inbound inbound;
        private final Query query;
        private final Iterator<Record> records;
        private @Nullable Record next;
        private boolean first = true;

        Messages(Inbound inbound, Query query, Iterator<Record> records) {
            this.inbound = inbound;
            this.query = query;
            this.records = records;
            this.next = records.next();
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Bytes next() {
            Writer writer = new Writer(LARGEST_MESSAGE, inbound.reserved());
            if (first) {
                writer.question(query.question(inbound.message()));
            }
            int count = 0;
            while (next != null && (count == 0 || writer.length() < MESSAGE_SIZE) && write(writer, next)) {
                count++;
                next = records.hasNext() ? records.next() : null;
            }
            if (count == 0) {
                throw new NoSuchElementException(
                        "a record of " + query.name() + " does not fit into any message: " + next);
            }
            int questions = first ? 1 : 0;
            first = false;
            return writer.finish(header(inbound, questions, count));
        }
    }

    /** All in one datagram; empty where it does not fit. */
    private static Optional<Bytes> datagram(Inbound inbound, Query query, Stream<Record> records) {
        Writer writer = new Writer(LARGEST_DATAGRAM, inbound.reserved());
        writer.question(query.question(inbound.message()));
        int count = 0;
        Iterator<Record> all = records.iterator();
        while (all.hasNext()) {
            if (!write(writer, all.next())) {
                return Optional.empty();
            }
            count++;
        }
        return Optional.of(writer.finish(header(inbound, 1, count)));
    }

    /** An SOA with names so long that it does not fit either. */
    private static Bytes truncated(Inbound inbound, Query query) {
        Writer writer = new Writer(LARGEST_DATAGRAM, inbound.reserved());
        writer.question(query.question(inbound.message()));
        MessageHeader header = header(inbound, 1, 0);
        return writer.finish(new MessageHeader(header.id(), header.flags() | MessageHeader.TC, 1, 0, 0, 0));
    }

    private static boolean write(Writer writer, Record record) {
        return writer.record(record.getName(), record.getType(), DClass.IN, record.getTTL(), Rdata.of(record));
    }

    private static MessageHeader header(Inbound inbound, int questions, int answers) {
        MessageHeader reply = MessageHeader.parse(inbound.message()).refusal(Rcode.NOERROR);
        return new MessageHeader(reply.id(), reply.flags() | MessageHeader.AA, questions, answers, 0, 0);
    }

    /** RFC 1995 §3: the SOA of the version that the client has, in the authority section. */
    private static Optional<SOARecord> version(Bytes message) {
        try {
            return new Message(message.toArray())
                    .getSection(Section.AUTHORITY).stream()
                            .filter(SOARecord.class::isInstance)
                            .map(SOARecord.class::cast)
                            .findFirst();
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
