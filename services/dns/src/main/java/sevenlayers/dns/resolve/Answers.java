package sevenlayers.dns.resolve;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import sevenlayers.dns.answer.OptRecord;
import sevenlayers.dns.answer.Query;
import sevenlayers.dns.answer.Writer;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.message.RecordSet;
import sevenlayers.dns.server.Inbound;
import sevenlayers.dns.trace.ExtendedError;
import sevenlayers.dns.trace.Outcome;
import sevenlayers.dns.zone.Rrset;
import sevenlayers.wire.Bytes;

/** Writes the replies to one client's question. */
final class Answers {
    private static final int EXTENDED_ERROR = 15;
    private static final int CHECKING_DISABLED = 0x10;

    private final Inbound inbound;
    private final Query query;
    private final int ednsSize;

    /** @param ednsSize the largest datagram that is sent or taken; 0: no EDNS */
    Answers(Inbound inbound, Query query, int ednsSize) {
        this.inbound = inbound;
        this.query = ednsSize == 0 ? query.withoutEdns() : query;
        this.ednsSize = ednsSize;
    }

    /** Sends the reply. Where it does not fit, nothing of it is of use but to send the client to TCP (RFC 2181 §9). */
    void send(Outcome outcome) {
        byte[] opt = OptRecord.of(query, ednsSize, outcome.rcode(), options(outcome));
        Writer writer =
                new Writer(OptRecord.limit(query, inbound.protocol(), ednsSize), opt.length + inbound.reserved());
        Bytes question = query.question(inbound.message());
        writer.question(question);
        boolean fits = write(writer, outcome.answer()) && write(writer, outcome.authority());
        if (!fits) {
            writer = new Writer(OptRecord.limit(query, inbound.protocol(), ednsSize), opt.length + inbound.reserved());
            writer.question(question);
        }
        writer.raw(opt);
        // RFC 4035 §3.2.2: CD is copied, as RD is.
        int flags = MessageHeader.QR
                | MessageHeader.RA
                | query.header().flags() & (MessageHeader.RD | CHECKING_DISABLED)
                | (fits ? 0 : MessageHeader.TC)
                | outcome.rcode() & 0xf;
        inbound.reply(writer.finish(new MessageHeader(
                query.header().id(),
                flags,
                1,
                fits ? count(outcome.answer()) : 0,
                fits ? count(outcome.authority()) : 0,
                opt.length == 0 ? 0 : 1)));
    }

    private static boolean write(Writer writer, List<RecordSet> sets) {
        for (RecordSet set : sets) {
            if (!writer.set(set.name(), Rrset.of(set))) {
                return false;
            }
        }
        return true;
    }

    private static int count(List<RecordSet> sets) {
        int count = 0;
        for (RecordSet set : sets) {
            count += set.records().size();
        }
        return count;
    }

    private static List<OptRecord.Option> options(Outcome outcome) {
        return outcome.errors().stream().map(Answers::option).toList();
    }

    /** RFC 8914 §2: the code, then the text. */
    private static OptRecord.Option option(ExtendedError error) {
        byte[] text = error.text().getBytes(StandardCharsets.UTF_8);
        ByteBuffer data = ByteBuffer.allocate(2 + text.length);
        return new OptRecord.Option(
                EXTENDED_ERROR, data.putShort((short) error.code()).put(text).array());
    }
}
