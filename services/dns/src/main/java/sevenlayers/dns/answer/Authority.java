package sevenlayers.dns.answer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.message.Types;
import sevenlayers.dns.server.Handler;
import sevenlayers.dns.server.Inbound;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.dns.zone.Zones;
import sevenlayers.wire.Bytes;

/** Answers questions about a server's own zones; others go to somebody else. */
public final class Authority implements Handler {
    /** What crosses all usual networks unfragmented (RFC 9715 §3.2: 1,400 at most; the DNS flag day's value). */
    public static final int EDNS_SIZE = 1232;

    private static final int NSID = 3;
    private static final int LONGEST_IDENTITY = 100;

    private final Zones zones;
    private final String identity;
    private final Handler beyond;

    /**
     * @param identity what the server calls itself when it is asked (RFC 5001)
     * @param beyond takes questions about names that are in none of the zones
     */
    public Authority(Zones zones, String identity, Handler beyond) {
        if (identity.getBytes(StandardCharsets.UTF_8).length > LONGEST_IDENTITY) {
            throw new IllegalArgumentException("an identity has " + LONGEST_IDENTITY + " bytes at most: " + identity);
        }
        this.zones = zones;
        this.identity = identity;
        this.beyond = beyond;
    }

    @Override
    public void handle(Inbound inbound) {
        MessageHeader header = MessageHeader.parse(inbound.message());
        @Nullable Query query = Query.parse(header, inbound.message());
        if (query == null) {
            inbound.reply(header.refusal(Rcode.FORMERR).bytes());
            return;
        }
        int rcode = amiss(query);
        if (rcode != Rcode.NOERROR) {
            inbound.reply(empty(inbound, query, rcode));
            return;
        }
        // RFC 4035 §3.1.4.1: the DS of a zone is a matter of the zone above.
        Zones.@Nullable Served served =
                query.type() == Type.DS && query.name().labels() > 1 ? above(query) : zones.find(query.name());
        if (served == null) {
            beyond.handle(inbound);
        } else if (served.zone() == null) {
            inbound.reply(empty(inbound, query, Rcode.SERVFAIL));
        } else {
            boolean tcp = inbound.protocol() == Protocol.TCP;
            inbound.reply(write(inbound, query, Lookup.answer(served.zone(), query.name(), query.type(), tcp)));
        }
    }

    private Zones.@Nullable Served above(Query query) {
        Zones.@Nullable Served parent = zones.find(new Name(query.name(), 1));
        return parent != null ? parent : zones.find(query.name());
    }

    private static int amiss(Query query) {
        if (query.edns() != null && query.edns().version() != 0) {
            return Rcode.BADVERS; // RFC 6891 §6.1.3
        }
        if (query.dclass() != DClass.IN) {
            return Rcode.REFUSED;
        }
        boolean meta = Types.isMeta(query.type()) && query.type() != Type.ANY;
        return meta ? Rcode.FORMERR : Rcode.NOERROR;
    }

    private Bytes empty(Inbound inbound, Query query, int rcode) {
        Found found = new Found();
        found.rcode = rcode;
        found.authoritative = false;
        return write(inbound, query, found);
    }

    private Bytes write(Inbound inbound, Query query, Found found) {
        byte[] opt = OptRecord.of(query, EDNS_SIZE, found.rcode, options(query));
        Writer writer =
                new Writer(OptRecord.limit(query, inbound.protocol(), EDNS_SIZE), opt.length + inbound.reserved());
        writer.question(query.question(inbound.message()));
        int answers = write(writer, found.answer);
        boolean complete = answers >= 0;
        int authorities = complete ? write(writer, found.authority) : -1;
        complete = complete && authorities >= 0;
        int additionals = 0;
        for (Found.Placed placed : complete ? found.additional : List.<Found.Placed>of()) {
            if (writer.set(placed.owner(), placed.set())) {
                additionals += placed.set().size();
            } else if (placed.needed()) {
                complete = false; // RFC 9471 §3.1: without all of it the client must ask again over TCP
            }
        }
        if (opt.length > 0) {
            writer.raw(opt);
            additionals++;
        }
        int flags = MessageHeader.QR
                | query.header().flags() & MessageHeader.RD
                | (found.authoritative ? MessageHeader.AA : 0)
                | (complete ? 0 : MessageHeader.TC)
                | found.rcode & 0xf;
        return writer.finish(
                new MessageHeader(query.header().id(), flags, 1, records(answers), records(authorities), additionals));
    }

    /** How many records; where not all fit, as many as do, whole sets, as a negative number less one. */
    private static int write(Writer writer, List<Found.Placed> section) {
        int records = 0;
        for (Found.Placed placed : section) {
            if (!writer.set(placed.owner(), placed.set())) {
                if (placed.needed()) {
                    return -records - 1;
                }
                continue;
            }
            records += placed.set().size();
        }
        return records;
    }

    private static int records(int written) {
        return written >= 0 ? written : -written - 1;
    }

    private List<OptRecord.Option> options(Query query) {
        Query.@Nullable Edns edns = query.edns();
        return edns != null && edns.wantsNsid()
                ? List.of(new OptRecord.Option(NSID, identity.getBytes(StandardCharsets.UTF_8)))
                : List.of();
    }
}
