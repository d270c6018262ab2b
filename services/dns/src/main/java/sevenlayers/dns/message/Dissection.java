package sevenlayers.dns.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import sevenlayers.wire.Bytes;

/** Takes a message apart so that each byte belongs to one field, as far as it can be read. */
public final class Dissection {
    private static final int POINTER = 0xc0;

    private final Bytes message;
    private final List<Span> spans = new ArrayList<>();
    private int at;

    private Dissection(Bytes message) {
        this.message = message;
    }

    /** The spans, in order and without gaps. */
    public static List<Span> of(Bytes message) {
        Dissection dissection = new Dissection(message);
        try {
            dissection.all();
        } catch (IOException | RuntimeException unreadable) {
            dissection.rest("it cannot be read on: " + unreadable.getMessage());
        }
        dissection.rest("after the end of the message");
        return List.copyOf(dissection.spans);
    }

    private void all() throws IOException {
        MessageHeader header = MessageHeader.parse(message);
        header(header);
        for (int i = 0; i < header.questions(); i++) {
            name(Span.Part.QUESTION, "QNAME");
            span(Span.Part.QUESTION, 2, "QTYPE", Type.string(word(at)));
            span(Span.Part.QUESTION, 2, "QCLASS", DClass.string(word(at)));
        }
        records(Span.Part.ANSWER, header.answers());
        records(Span.Part.AUTHORITY, header.authorities());
        records(Span.Part.ADDITIONAL, header.additionals());
    }

    private void header(MessageHeader header) {
        span(Span.Part.HEADER, 2, "ID", String.valueOf(header.id()));
        span(Span.Part.HEADER, 2, "flags", flags(header));
        span(Span.Part.HEADER, 2, "QDCOUNT", header.questions() + " in the question section");
        span(Span.Part.HEADER, 2, "ANCOUNT", header.answers() + " in the answer section");
        span(Span.Part.HEADER, 2, "NSCOUNT", header.authorities() + " in the authority section");
        span(Span.Part.HEADER, 2, "ARCOUNT", header.additionals() + " in the additional section");
    }

    private static String flags(MessageHeader header) {
        List<String> words = new ArrayList<>();
        words.add(header.has(MessageHeader.QR) ? "QR: a reply" : "QR clear: a question");
        words.add("opcode " + Opcode.string(header.opcode()));
        for (Flag flag : Flag.values()) {
            if (header.has(flag.bit)) {
                words.add(flag + ": " + flag.meaning);
            }
        }
        words.add("RCODE " + Rcode.string(header.rcode()));
        return String.join("; ", words);
    }

    private enum Flag {
        AA(MessageHeader.AA, "the server answers for the zone"),
        TC(MessageHeader.TC, "something did not fit"),
        RD(MessageHeader.RD, "the server is to find out what it does not know"),
        RA(MessageHeader.RA, "the server would find it out"),
        Z(0x40, "must be zero, and is not"),
        AD(0x20, "authenticated"),
        CD(0x10, "checking disabled");

        private final int bit;
        private final String meaning;

        Flag(int bit, String meaning) {
            this.bit = bit;
            this.meaning = meaning;
        }
    }

    private void records(Span.Part part, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Name owner = name(part, "NAME");
            int type = word(at);
            span(part, 2, "TYPE", Type.string(type));
            if (type == Type.OPT) {
                opt(part);
            } else {
                data(part, owner, type);
            }
        }
    }

    private void data(Span.Part part, Name owner, int type) throws IOException {
        int dclass = word(at);
        span(part, 2, "CLASS", DClass.string(dclass));
        long ttl = (long) word(at) << 16 | word(at + 2);
        span(part, 4, "TTL", ttl + " s");
        int length = word(at);
        span(part, 2, "RDLENGTH", length + " bytes");
        if (length > 0) {
            span(part, length, "RDATA", text(owner, type, dclass, ttl, length));
        }
    }

    /** Data may have pointers into the message, so it is read where it stands. */
    private String text(Name owner, int type, int dclass, long ttl, int length) throws IOException {
        DNSInput in = new DNSInput(message.toArray());
        in.jump(at);
        in.setActive(length);
        return switch (type) {
            case Type.NS, Type.CNAME, Type.PTR, Type.DNAME -> new Name(in).toString();
            case Type.MX -> in.readU16() + " " + new Name(in);
            case Type.SOA ->
                new Name(in) + " " + new Name(in) + " " + in.readU32() + " " + in.readU32() + " " + in.readU32() + " "
                        + in.readU32() + " " + in.readU32();
            default ->
                Record.newRecord(
                                owner,
                                type,
                                dclass,
                                ttl,
                                message.slice(at, length).toArray())
                        .rdataToString();
        };
    }

    /** RFC 6891 §6.1.2: in OPT the fixed fields mean other things. */
    private void opt(Span.Part part) {
        span(part, 2, "UDP size", word(at) + " bytes are taken in a datagram");
        span(part, 1, "extended RCODE", String.valueOf(message.at(at)));
        span(part, 1, "version", "EDNS " + message.at(at));
        int flags = word(at);
        span(part, 2, "EDNS flags", (flags & 0x8000) != 0 ? "DO: DNSSEC records wanted" : "none");
        int end = word(at) + at + 2;
        span(part, 2, "RDLENGTH", end - at - 2 + " bytes of options");
        while (at < end) {
            int code = word(at);
            int length = word(at + 2);
            span(part, 4 + length, "option " + code, option(code, message.slice(at + 4, length)));
        }
    }

    private static String option(int code, Bytes data) {
        return switch (code) {
            case 3 -> "NSID: " + new String(data.toArray(), StandardCharsets.UTF_8);
            case 10 -> "cookie " + data.hex();
            case 15 ->
                data.length() < 2
                        ? "extended error, cut short"
                        : "extended error " + (data.at(0) << 8 | data.at(1)) + ": "
                                + new String(data.slice(2, data.length() - 2).toArray(), StandardCharsets.UTF_8);
            default -> data.length() + " bytes";
        };
    }

    private Name name(Span.Part part, String field) throws IOException {
        int end = at;
        while (message.at(end) != 0 && (message.at(end) & POINTER) != POINTER) {
            end += message.at(end) + 1;
        }
        boolean pointer = message.at(end) != 0;
        DNSInput in = new DNSInput(message.toArray());
        in.jump(at);
        Name name = new Name(in);
        int target = pointer ? word(end) & 0x3fff : 0;
        span(
                part,
                end + (pointer ? 2 : 1) - at,
                field,
                name + (pointer ? " (the end by a pointer to byte " + target + ")" : ""));
        return name;
    }

    private void span(Span.Part part, int length, String field, String value) {
        if (at + length > message.length()) {
            throw new IndexOutOfBoundsException(field + " ends after the message");
        }
        spans.add(new Span(at, length, part, field, value));
        at += length;
    }

    private void rest(String why) {
        if (at < message.length()) {
            spans.add(new Span(at, message.length() - at, Span.Part.REST, "rest", why));
            at = message.length();
        }
    }

    private int word(int offset) {
        return message.at(offset) << 8 | message.at(offset + 1);
    }
}
