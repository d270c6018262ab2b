package sevenlayers.dns.transfer;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import sevenlayers.dns.answer.Writer;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.server.Handler;
import sevenlayers.dns.server.Inbound;

/** Takes NOTIFY messages for the secondaries of a server (RFC 1996). */
public final class Notified implements Handler {
    private final Collection<Secondary> secondaries;

    public Notified(Collection<Secondary> secondaries) {
        this.secondaries = secondaries;
    }

    @Override
    public void handle(Inbound inbound) {
        MessageHeader header = MessageHeader.parse(inbound.message());
        Optional<Name> zone = zone(inbound);
        if (zone.isEmpty()) {
            inbound.reply(header.refusal(Rcode.FORMERR).bytes());
            return;
        }
        Optional<Secondary> secondary = secondaries.stream()
                .filter(each -> each.apex().equals(zone.get()))
                .findFirst();
        if (secondary.isEmpty()) {
            inbound.reply(header.refusal(Rcode.NOTAUTH).bytes());
        } else if (!secondary.get().hasPrimary(inbound.from().getAddress())) {
            // RFC 1996 §3.10: from anybody else it is ignored, and logged; the answer says so.
            inbound.reply(header.refusal(Rcode.REFUSED).bytes());
        } else {
            // RFC 1996 §4.7: the reply has AA, and the question of the query; nothing is promised by it.
            Writer reply = new Writer(512, 0);
            reply.question(
                    inbound.message().slice(MessageHeader.LENGTH, zone.get().length() + 4));
            inbound.reply(reply.finish(new MessageHeader(
                    header.id(), MessageHeader.QR | MessageHeader.AA | header.opcode() << 11, 1, 0, 0, 0)));
            secondary.get().notified(inbound.from().getAddress());
        }
    }

    private static Optional<Name> zone(Inbound inbound) {
        try {
            Message message = new Message(inbound.message().toArray());
            return Optional.ofNullable(message.getQuestion()).map(question -> question.getName());
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
