package sevenlayers.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import sevenlayers.chassis.errors.Violations;
import sevenlayers.dns.message.Reason;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.dns.v1.ExtendedError;
import sevenlayers.dns.v1.RecordSet;
import sevenlayers.dns.v1.Transport;

/** Records, reasons and the like as messages of the contract, and back. */
final class RecordMessages {
    private RecordMessages() {}

    static RecordSet set(sevenlayers.dns.message.RecordSet set) {
        RecordSet.Builder message = empty(set.name(), set.type()).setTtlSeconds(set.ttl());
        set.records().forEach(record -> message.addData(record.rdataToString()));
        return message.build();
    }

    static List<RecordSet> sets(List<sevenlayers.dns.message.RecordSet> sets) {
        return sets.stream().map(RecordMessages::set).toList();
    }

    /** A name and type without data: what does not exist. */
    static RecordSet.Builder empty(Name name, int type) {
        return RecordSet.newBuilder().setName(name.toString()).setType(Type.string(type));
    }

    /** The records of a set that somebody wrote. */
    static List<Record> records(String field, RecordSet set, Name zone, Violations violations) {
        Name name = DnsRules.name(field + ".name", set.getName(), violations);
        int type = DnsRules.dataType(field + ".type", set.getType(), violations);
        violations
                .range(field + ".ttl_seconds", set.getTtlSeconds(), 0, Integer.MAX_VALUE)
                .check(set.getDataCount() > 0, field + ".data", "nothing was said; allowed: the data of each record")
                .check(
                        name.subdomain(zone),
                        field + ".name",
                        Violations.quoted(set.getName()) + " is not in the zone; allowed: " + zone
                                + " and what is below");
        List<Record> records = new ArrayList<>();
        if (!violations.none()) {
            return records;
        }
        for (String data : set.getDataList()) {
            try {
                records.add(Record.fromString(name, type, DClass.IN, set.getTtlSeconds(), data, zone));
            } catch (IOException | RuntimeException e) {
                violations.check(
                        false,
                        field + ".data",
                        Violations.quoted(data) + " is no data of type " + Type.string(type) + " (" + e.getMessage()
                                + "); allowed: as in a master file");
            }
        }
        return records;
    }

    static sevenlayers.dns.v1.Reason reason(Reason reason) {
        return sevenlayers.dns.v1.Reason.newBuilder()
                .setText(reason.text())
                .setSource(reason.source())
                .build();
    }

    static ExtendedError error(sevenlayers.dns.trace.ExtendedError error) {
        return ExtendedError.newBuilder()
                .setCode(error.code())
                .setText(error.text())
                .build();
    }

    static Transport transport(Protocol protocol) {
        return switch (protocol) {
            case UDP -> Transport.TRANSPORT_UDP;
            case TCP -> Transport.TRANSPORT_TCP;
        };
    }

    static String address(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
