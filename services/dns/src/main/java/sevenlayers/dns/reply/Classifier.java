package sevenlayers.dns.reply;

import static sevenlayers.dns.message.Reason.own;
import static sevenlayers.dns.message.Reason.rfc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.message.Reason;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.wire.Bytes;

/** Says what a message is that came while an answer was waited for. Whatever the bytes are, it says something. */
public final class Classifier {
    /*
     * In the order in which it pays: first whether it is the reply at all (RFC 5452 §9.1: sender, id, question), for that costs little
     * and forgers send much; then whether the rest is to be read (TC, the response code); then what it says.
     */

    private Classifier() {}

    /** @param from who sent it, or says so */
    public static Judgement judge(Asked asked, Bytes message, InetSocketAddress from) {
        Optional<Reply> amiss = matches(asked, message, from);
        if (amiss.isPresent()) {
            return Judgement.of(amiss.get());
        }
        MessageHeader header = MessageHeader.parse(message);
        if (header.has(MessageHeader.TC)) {
            return Judgement.of(
                    asked.protocol() == Protocol.UDP
                            ? new Reply.Truncated(rfc(7766, "5", "TC is set: it did not fit, TCP has room"))
                            : new Reply.Malformed(own("TC is set over TCP, where everything fits")));
        }
        try {
            return said(asked, new Message(plain(asked, header, message)), header);
        } catch (IOException | RuntimeException unreadable) {
            // dnsjava throws the latter too where the length of a record's data does not fit its type.
            return Judgement.of(new Reply.Malformed(rfc(1035, "4.1", "it cannot be read: " + unreadable.getMessage())));
        }
    }

    /** The message with its question in plain case: names that are compressed end in the question, and would carry its case to the cache. */
    private static byte[] plain(Asked asked, MessageHeader header, Bytes message) {
        byte[] bytes = message.toArray();
        byte[] name = asked.plain().toWire();
        if (header.questions() == 1) {
            System.arraycopy(name, 0, bytes, MessageHeader.LENGTH, name.length);
        }
        return bytes;
    }

    private static Judgement said(Asked asked, Message message, MessageHeader header) {
        int rcode = message.getRcode();
        return switch (rcode) {
            case Rcode.NOERROR, Rcode.NXDOMAIN, Rcode.YXDOMAIN ->
                new Sections(asked, message, header.has(MessageHeader.AA), header.has(MessageHeader.RA)).judge();
            case Rcode.FORMERR, Rcode.NOTIMP, Rcode.BADVERS ->
                Judgement.of(
                        asked.edns()
                                ? new Reply.Unsupported(
                                        rcode, rfc(6891, "6.2.2", Rcode.string(rcode) + " to a question with EDNS"))
                                : new Reply.Lame(rcode, rfc(1035, "4.1.1", Rcode.string(rcode) + " without EDNS")));
            default ->
                Judgement.of(new Reply.Lame(rcode, rfc(1035, "4.1.1", "the server says " + Rcode.string(rcode))));
        };
    }

    /** RFC 5452 §9.1: what does not fit is not the reply. Empty where all fits. */
    private static Optional<Reply> matches(Asked asked, Bytes message, InetSocketAddress from) {
        if (!from.equals(asked.server())) {
            return foreign(
                    asked, rfc(5452, "9.1", "it comes from " + show(from) + ", asked was " + show(asked.server())));
        }
        if (message.length() < MessageHeader.LENGTH) {
            return foreign(asked, rfc(1035, "4.1.1", "a header has 12 bytes, here are " + message.length()));
        }
        MessageHeader header = MessageHeader.parse(message);
        if (header.id() != asked.id()) {
            return foreign(asked, rfc(5452, "9.1", "its id is " + header.id() + ", asked was " + asked.id()));
        }
        if (!header.has(MessageHeader.QR) || header.opcode() != Opcode.QUERY) {
            return foreign(asked, rfc(1035, "4.1.1", "it is no reply to a query"));
        }
        if (header.questions() == 0 && header.rcode() != Rcode.NOERROR && header.rcode() != Rcode.NXDOMAIN) {
            return Optional.empty(); // RFC 8906 §3.1.4: a server that could not read the question cannot repeat it
        }
        if (header.questions() != 1) {
            return foreign(asked, rfc(9619, "4", "it has " + header.questions() + " questions"));
        }
        return question(asked, message);
    }

    private static Optional<Reply> question(Asked asked, Bytes message) {
        try {
            DNSInput in = new DNSInput(message.toArray());
            in.jump(MessageHeader.LENGTH);
            Name name = new Name(in);
            int type = in.readU16();
            int dclass = in.readU16();
            if (!name.equals(asked.name()) || type != asked.type() || dclass != DClass.IN) {
                return foreign(
                        asked,
                        rfc(
                                5452,
                                "9.1",
                                "it answers " + name + " " + Type.string(type) + ", asked was " + asked.name() + " "
                                        + Type.string(asked.type())));
            }
            // The bytes of a name are its labels in the case in which they came.
            if (asked.protocol() == Protocol.UDP
                    && !Bytes.wrap(name.toWire()).equals(Bytes.wrap(asked.name().toWire()))) {
                return Optional.of(new Reply.CaseLost(
                        own("its question has not the case in which the name was sent (draft-vixie-dnsext-dns0x20)")));
            }
            return Optional.empty();
        } catch (IOException | RuntimeException unreadable) {
            return foreign(asked, rfc(1035, "4.1.2", "its question cannot be read: " + unreadable.getMessage()));
        }
    }

    /** On a connection nobody else speaks: what does not fit there is the server's own fault, and waiting for better is in vain. */
    private static Optional<Reply> foreign(Asked asked, Reason why) {
        return Optional.of(asked.protocol() == Protocol.UDP ? new Reply.Foreign(why) : new Reply.Malformed(why));
    }

    private static String show(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + " port " + address.getPort();
    }
}
