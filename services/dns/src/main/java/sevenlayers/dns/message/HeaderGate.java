package sevenlayers.dns.message;

import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import sevenlayers.wire.Bytes;

/**
 * Decides on a message that came to a server by its first twelve bytes, before anything is parsed or allocated. What passes has one
 * question, an opcode that is served, and no more records than its bytes have room for.
 */
public final class HeaderGate {
    /*
     * RFC 8906 asks that a server answers whatever it can: silence looks like loss, and makes others try again. So a message is dropped only
     * where an answer would have no id to carry, or would answer an answer: two servers could then keep each other busy for ever.
     */

    /** The root's name has one byte; type and class follow with two each. */
    private static final int SMALLEST_QUESTION = 5;

    /** Beside them a record has a TTL of four bytes and a length of two. */
    private static final int SMALLEST_RECORD = 11;

    private HeaderGate() {}

    /** @param message all that came in one datagram, or between two length prefixes */
    public static Verdict judge(Bytes message) {
        if (message.length() < MessageHeader.LENGTH) {
            return new Verdict.Drop("RFC 1035 §4.1.1: a header has 12 bytes, here are " + message.length());
        }
        MessageHeader header = MessageHeader.parse(message);
        if (header.has(MessageHeader.QR)) {
            return new Verdict.Drop("QR is set: this is a reply, and a reply is never answered");
        }
        return switch (header.opcode()) {
            case Opcode.QUERY -> sections(header, message.length(), "RFC 9619 §4");
            case Opcode.NOTIFY -> sections(header, message.length(), "RFC 1996 §3.7");
            // RFC 8906 §3.1.4: to an opcode that it does not know a server says NOTIMP. What would follow the header
            // nobody knows.
            default ->
                new Verdict.Refuse(
                        header.refusal(Rcode.NOTIMP),
                        "RFC 8906 §3.1.4: opcode " + header.opcode() + " is not served; query (0) and NOTIFY (4) are");
        };
    }

    private static Verdict sections(MessageHeader header, int length, String oneQuestion) {
        if (header.questions() != 1) {
            return malformed(header, oneQuestion + ": a message has one question, this one says " + header.questions());
        }
        if (header.opcode() == Opcode.QUERY && header.answers() != 0) {
            return malformed(header, "RFC 1035 §4.1: a query has no answers, this one says " + header.answers());
        }
        // RFC 1995 §3: an IXFR query names the version that the client has by an SOA in its authority section.
        if (header.authorities() > 1) {
            return malformed(
                    header,
                    "RFC 1995 §3: a query has at most one SOA in authority, this one says " + header.authorities()
                            + " records");
        }
        int records = header.answers() + header.authorities() + header.additionals();
        if (SMALLEST_QUESTION + SMALLEST_RECORD * records > length - MessageHeader.LENGTH) {
            return malformed(
                    header,
                    "RFC 1035 §4.1: a question and " + records + " records need more than the "
                            + (length - MessageHeader.LENGTH) + " bytes after the header");
        }
        return new Verdict.Pass(header, "one question, and room for " + records + " records");
    }

    private static Verdict malformed(MessageHeader header, String why) {
        return new Verdict.Refuse(header.refusal(Rcode.FORMERR), why);
    }
}
