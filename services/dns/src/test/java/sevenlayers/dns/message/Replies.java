package sevenlayers.dns.message;

import static sevenlayers.dns.message.Records.name;
import static sevenlayers.dns.message.Records.record;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import sevenlayers.wire.Bytes;

/** Messages as servers write them, a section at a time. */
public final class Replies {
    private final Message message;

    private Replies(Message message) {
        this.message = message;
    }

    /** An authoritative reply, NOERROR and empty so far. */
    public static Replies to(int id, String name, int type) {
        return to(id, name(name), type);
    }

    public static Replies to(int id, Name name, int type) {
        Message message = new Message(id);
        Header header = message.getHeader();
        header.setFlag(Flags.QR);
        header.setFlag(Flags.AA);
        message.addRecord(Record.newRecord(name, type, DClass.IN), Section.QUESTION);
        return new Replies(message);
    }

    public Replies rcode(int rcode) {
        message.getHeader().setRcode(rcode);
        return this;
    }

    public Replies nxdomain() {
        return rcode(Rcode.NXDOMAIN);
    }

    public Replies with(int flag) {
        message.getHeader().setFlag(flag);
        return this;
    }

    public Replies without(int flag) {
        message.getHeader().unsetFlag(flag);
        return this;
    }

    public Replies answer(String... lines) {
        return add(Section.ANSWER, lines);
    }

    public Replies authority(String... lines) {
        return add(Section.AUTHORITY, lines);
    }

    public Replies additional(String... lines) {
        return add(Section.ADDITIONAL, lines);
    }

    /** A referral to {@code zone}: NS and addresses, written {@code "ns.example. 192.0.2.1"}; without an address there is no glue. */
    public Replies referral(String zone, String... servers) {
        without(Flags.AA);
        for (String server : servers) {
            String[] words = server.split(" ");
            authority(zone + " 86400 NS " + words[0]);
            for (int i = 1; i < words.length; i++) {
                additional(words[0] + " 86400 " + (words[i].contains(":") ? "AAAA " : "A ") + words[i]);
            }
        }
        return this;
    }

    public Bytes bytes() {
        return Bytes.wrap(message.toWire());
    }

    private Replies add(int section, String... lines) {
        for (String line : lines) {
            message.addRecord(record(line), section);
        }
        return this;
    }
}
