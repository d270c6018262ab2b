package sevenlayers.dns.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
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

    private static final int LARGEST_DATAGRAM = 512;

    private final Zones zones;
    private final Access access;

    public Outgoing(Zones zones, Access access) {
        this.zones = zones;
        this.access = access;
    }

    @Override
    public void handle(Inbound inbound) {
        MessageHeader header = MessageHeader.parse(inbound.message());
        @Nullable Message query = parse(inbound.message());
        boolean tcp = inbound.protocol() == Protocol.TCP;
        if (query == null || query.getQuestion() == null || query.getQuestion().getDClass() != DClass.IN) {
            inbound.reply(header.refusal(Rcode.FORMERR).bytes());
            return;
        }
        Record question = query.getQuestion();
        if (question.getType() == Type.AXFR && !tcp) {
            inbound.reply(header.refusal(Rcode.FORMERR).bytes()); // RFC 5936 §4.2: not over UDP
            return;
        }
        if (!access.allows(inbound.from().getAddress())) {
            inbound.reply(header.refusal(Rcode.REFUSED).bytes());
            return;
        }
        Optional<Zone> zone = zones.at(question.getName());
        if (zone.isEmpty()) {
            inbound.reply(header.refusal(Rcode.NOTAUTH).bytes()); // RFC 5936 §2.2.1
            return;
        }
        if (question.getType() == Type.AXFR) {
            send(inbound, question, whole(zone.get()));
        } else {
            increment(inbound, question, zone.get(), query.getSection(Section.AUTHORITY));
        }
    }

    private void increment(Inbound inbound, Record question, Zone zone, List<Record> authority) {
        if (authority.isEmpty() || !(authority.getFirst() instanceof SOARecord theirs)) {
            // RFC 1995 §3: the version that the client has.
            inbound.reply(MessageHeader.parse(inbound.message())
                    .refusal(Rcode.FORMERR)
                    .bytes());
            return;
        }
        List<Record> soa = List.of(zone.soa());
        if (!Serial.after(zone.serial(), theirs.getSerial())) {
            send(inbound, question, soa.stream()); // RFC 1995 §2: nothing newer
            return;
        }
        List<Delta> deltas = zones.history(zone.apex(), theirs.getSerial());
        Stream<Record> records = deltas.isEmpty() ? whole(zone) : changes(zone, deltas);
        if (inbound.protocol() == Protocol.TCP) {
            send(inbound, question, records);
            return;
        }
        List<Bytes> messages = messages(inbound, question, records, LARGEST_DATAGRAM);
        if (messages.size() == 1) {
            inbound.reply(messages.getFirst());
        } else {
            send(inbound, question, soa.stream()); // RFC 1995 §2: it does not fit, TCP has room
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

    private static void send(Inbound inbound, Record question, Stream<Record> records) {
        messages(inbound, question, records, MESSAGE_SIZE).forEach(inbound::reply);
    }

    private static List<Bytes> messages(Inbound inbound, Record question, Stream<Record> records, int size) {
        MessageHeader asked = MessageHeader.parse(inbound.message());
        List<Bytes> messages = new ArrayList<>();
        Iterator<Record> all = records.iterator();
        @Nullable Record next = all.next();
        while (next != null) {
            boolean first = messages.isEmpty();
            Writer writer = new Writer(first || size < MESSAGE_SIZE ? size : 0xffff, 0);
            if (first) {
                writer.question(Bytes.wrap(questionBytes(question)));
            }
            int count = 0;
            while (next != null
                    && writer.length() < size
                    && writer.record(next.getName(), next.getType(), DClass.IN, next.getTTL(), Rdata.of(next))) {
                count++;
                next = all.hasNext() ? all.next() : null;
            }
            if (count == 0 && !first) {
                throw new IllegalStateException("a record does not fit into a message: " + next);
            }
            int flags = MessageHeader.QR | MessageHeader.AA | asked.flags() & MessageHeader.RD;
            messages.add(writer.finish(new MessageHeader(asked.id(), flags, first ? 1 : 0, count, 0, 0)));
            if (next != null && size < MESSAGE_SIZE) {
                return List.of(); // a datagram is alone: what does not fit needs no laying out
            }
        }
        return messages;
    }

    private static byte[] questionBytes(Record question) {
        byte[] name = question.getName().toWire();
        byte[] bytes = java.util.Arrays.copyOf(name, name.length + 4);
        bytes[name.length + 1] = (byte) question.getType();
        bytes[name.length + 3] = DClass.IN;
        return bytes;
    }

    private static @Nullable Message parse(Bytes message) {
        try {
            return new Message(message.toArray());
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    }
}
