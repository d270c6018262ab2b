package sevenlayers.dns.transfer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.Questions;
import sevenlayers.dns.transport.Ending;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.dns.transport.Question;
import sevenlayers.dns.transport.Transport;
import sevenlayers.wire.Bytes;

/** What is your serial? Over UDP, and where nobody answers over TCP. */
final class SoaQuestion implements Transport.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Transport transport;
    private final InetSocketAddress primary;
    private final Name apex;
    private final Consumer<Optional<Long>> done;
    private final int id;
    private Protocol protocol = Protocol.UDP;
    private @Nullable Long serial;

    /** @param done hears the serial; empty where the primary does not say it */
    SoaQuestion(
            Transport transport,
            RandomGenerator random,
            InetSocketAddress primary,
            Name apex,
            Consumer<Optional<Long>> done) {
        this.transport = transport;
        this.primary = primary;
        this.apex = apex;
        this.done = done;
        this.id = random.nextInt(1 << 16);
    }

    void begin() {
        var _ = transport.ask(
                new Question(primary, protocol, Questions.message(id, 0, apex, Type.SOA, 0), PATIENCE), this);
    }

    @Override
    public boolean heard(Bytes message, InetSocketAddress from) {
        try {
            Message reply = new Message(message.toArray());
            if (!Replies.answer(reply, id, apex, Type.SOA)) {
                return false;
            }
            if (reply.getRcode() == Rcode.NOERROR && reply.getHeader().getFlag(Flags.AA)) {
                for (Record record : reply.getSection(Section.ANSWER)) {
                    if (record instanceof SOARecord soa && soa.getName().equals(apex)) {
                        serial = soa.getSerial();
                    }
                }
            }
            return true;
        } catch (IOException | RuntimeException unreadable) {
            return false;
        }
    }

    @Override
    public void ended(Ending ending) {
        if (serial == null && ending == Ending.TIMEOUT && protocol == Protocol.UDP) {
            protocol = Protocol.TCP;
            begin();
        } else {
            done.accept(Optional.ofNullable(serial));
        }
    }
}
