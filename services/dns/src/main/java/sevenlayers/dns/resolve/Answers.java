package sevenlayers.dns.resolve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import sevenlayers.dns.message.RecordSet;
import sevenlayers.dns.trace.ExtendedError;
import sevenlayers.dns.trace.Outcome;
import sevenlayers.wire.Bytes;

/** Writes the replies to one client's question. */
final class Answers {
    /** RFC 1035 §4.2.1: what each client takes; and a smaller size in EDNS counts as this (RFC 6891 §6.2.3). */
    private static final int SMALLEST = 512;

    private static final int EXTENDED_ERROR_OPTION = 15;

    private final Message query;
    private final @Nullable OPTRecord opt;
    private final int ednsSize;

    /** @param ednsSize the largest datagram that is sent or taken; 0: no EDNS */
    Answers(Message query, int ednsSize) {
        this.query = query;
        this.opt = ednsSize == 0 ? null : query.getOPT();
        this.ednsSize = ednsSize;
    }

    /** The most bytes that the client takes in a datagram, and that the path is trusted with. */
    int datagramLimit() {
        return opt == null ? SMALLEST : Math.max(SMALLEST, Math.min(opt.getPayloadSize(), ednsSize));
    }

    /** The reply; where it is longer than {@code limit}, sets are left out and TC says so. */
    Bytes message(Outcome outcome, int limit) {
        Message reply = head(outcome);
        add(reply, Section.ANSWER, outcome.answer());
        add(reply, Section.AUTHORITY, outcome.authority());
        byte[] wire = reply.toWire();
        if (wire.length <= limit) {
            return Bytes.wrap(wire);
        }
        // RFC 2181 §9: what does not fit is left out set by set. Without all of its answer a reply is of no use but to
        // send the client to TCP, so nothing of it is kept.
        Message truncated = head(outcome);
        truncated.getHeader().setFlag(Flags.TC);
        return Bytes.wrap(truncated.toWire());
    }

    private Message head(Outcome outcome) {
        Message reply = new Message(query.getHeader().getID());
        Header header = reply.getHeader();
        header.setOpcode(Opcode.QUERY);
        header.setFlag(Flags.QR);
        header.setFlag(Flags.RA);
        for (int flag : new int[] {Flags.RD, Flags.CD}) { // RFC 4035 §3.2.2: CD is copied
            if (query.getHeader().getFlag(flag)) {
                header.setFlag(flag);
            }
        }
        header.setRcode(outcome.rcode() & 0xf);
        reply.addRecord(query.getQuestion(), Section.QUESTION);
        if (opt != null) {
            reply.addRecord(
                    new OPTRecord(ednsSize, outcome.rcode() >> 4, 0, opt.getFlags() & 0x8000, options(outcome)),
                    Section.ADDITIONAL);
        }
        return reply;
    }

    private static List<EDNSOption> options(Outcome outcome) {
        List<EDNSOption> options = new ArrayList<>();
        for (ExtendedError error : outcome.errors()) {
            byte[] text = error.text().getBytes(StandardCharsets.UTF_8);
            byte[] data = new byte[2 + text.length];
            data[0] = (byte) (error.code() >> 8);
            data[1] = (byte) error.code();
            System.arraycopy(text, 0, data, 2, text.length);
            options.add(new GenericEDNSOption(EXTENDED_ERROR_OPTION, data));
        }
        return options;
    }

    private static void add(Message reply, int section, List<RecordSet> sets) {
        for (RecordSet set : sets) {
            for (Record record : set.records()) {
                reply.addRecord(record, section);
            }
        }
    }
}
