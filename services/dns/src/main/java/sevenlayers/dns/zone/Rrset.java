package sevenlayers.dns.zone;

import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import sevenlayers.dns.message.Rdata;
import sevenlayers.dns.message.RecordSet;

/** The records of one type at one name as a zone holds them: bytes, ready to be sent. */
public final class Rrset {
    private final int type;
    private final int ttl;
    private final byte[][] rdata;

    Rrset(int type, int ttl, byte[][] rdata) {
        this.type = type;
        this.ttl = ttl;
        this.rdata = rdata;
    }

    /** A set of one record. */
    public static Rrset of(Record record) {
        return of(RecordSet.of(record));
    }

    public static Rrset of(RecordSet set) {
        return new Rrset(
                set.type(),
                (int) set.ttl(),
                set.records().stream().map(Rdata::of).toArray(byte[][]::new));
    }

    public int type() {
        return type;
    }

    /** Seconds. */
    public int ttl() {
        return ttl;
    }

    public int size() {
        return rdata.length;
    }

    /** The data of one record, without compression. Not to be changed. */
    public byte[] rdata(int index) {
        return rdata[index];
    }

    /** The same with another TTL. */
    public Rrset withTtl(int seconds) {
        return seconds == ttl ? this : new Rrset(type, seconds, rdata);
    }

    /** As records, at a name. */
    public List<Record> at(Name owner) {
        List<Record> records = new ArrayList<>(rdata.length);
        for (byte[] data : rdata) {
            records.add(Record.newRecord(owner, type, DClass.IN, ttl, data));
        }
        return records;
    }
}
