package sevenlayers.dns.message;

import java.util.Arrays;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** What a record says, as bytes: without its name and TTL, and without the compression that a message would put on the names in it. */
public final class Rdata {
    /** Type, class, TTL and length stand between a record's name and its data (RFC 1035 §4.1.3). */
    private static final int FIXED = 10;

    private Rdata() {}

    public static byte[] of(Record record) {
        byte[] wire = record.toWire(Section.ANSWER);
        return Arrays.copyOfRange(wire, record.getName().length() + FIXED, wire.length);
    }
}
