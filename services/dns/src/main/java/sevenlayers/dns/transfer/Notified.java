package sevenlayers.dns.transfer;

import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import sevenlayers.dns.answer.Query;
import sevenlayers.dns.answer.Writer;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.server.Handler;
import sevenlayers.dns.server.Inbound;

/** Takes NOTIFY messages for the secondaries of a server (RFC 1996). */
public final class Notified implements Handler {
    private static final int LARGEST_REPLY = 512;

    private final Collection<Secondary> secondaries;

    public Notified(Collection<Secondary> secondaries) {
        this.secondaries = secondaries;
    }

    @Override
    public void handle(Inbound inbound) {
        MessageHeader header = MessageHeader.parse(inbound.message());
        @Nullable Query notify = Query.parse(header, inbound.message());
        // RFC 1996 §3.7: the one change that there is to tell of is that of the SOA.
        if (notify == null || notify.type() != Type.SOA || notify.dclass() != DClass.IN) {
            inbound.reply(header.refusal(Rcode.FORMERR).bytes());
            return;
        }
        Optional<Secondary> secondary = secondaries.stream()
                .filter(each -> each.apex().equals(notify.name()))
                .findFirst();
        if (secondary.isEmpty()) {
            inbound.reply(header.refusal(Rcode.NOTAUTH).bytes());
        } else if (!secondary.get().hasSent(inbound)) {
            // RFC 1996 §3.10: from anybody else it is ignored, and logged; the answer says so.
            inbound.reply(header.refusal(Rcode.REFUSED).bytes());
        } else {
            // RFC 1996 §4.7: the reply has AA, and the question of the query; nothing is promised by it.
            Writer reply = new Writer(LARGEST_REPLY, inbound.reserved());
            reply.question(notify.question(inbound.message()));
            int flags = header.refusal(Rcode.NOERROR).flags() | MessageHeader.AA;
            inbound.reply(reply.finish(new MessageHeader(header.id(), flags, 1, 0, 0, 0)));
            secondary.get().notified(inbound.from().getAddress());
        }
    }
}
