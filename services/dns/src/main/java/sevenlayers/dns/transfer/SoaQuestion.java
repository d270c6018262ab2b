package sevenlayers.dns.transfer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
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
import sevenlayers.dns.tsig.SignatureException;
import sevenlayers.dns.tsig.SignedQuestion;
import sevenlayers.wire.Bytes;

/** What is your serial? Over UDP, and where nobody answers over TCP. */
final class SoaQuestion implements Transport.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** What the primary said. */
    sealed interface Said {
        record Serial(long serial) implements Said {}

        /** @param why with a comma before it; empty where nothing is known */
        record Nothing(String why) implements Said {}
    }

    private final Transport transport;
    private final InstantSource clock;
    private final Peer primary;
    private final Name apex;
    private final Consumer<Said> done;
    private final int id;
    private Protocol protocol = Protocol.UDP;
    private SignedQuestion question;
    private boolean truncated;
    private Said said = new Said.Nothing("");

    SoaQuestion(
            Transport transport,
            RandomGenerator random,
            InstantSource clock,
            Peer primary,
            Name apex,
            Consumer<Said> done) {
        this.transport = transport;
        this.clock = clock;
        this.primary = primary;
        this.apex = apex;
        this.done = done;
        this.id = random.nextInt(1 << 16);
        this.question = question();
    }

    private SignedQuestion question() {
        return SignedQuestion.of(primary.key(), Questions.message(id, 0, apex, Type.SOA, 0), clock);
    }

    void begin() {
        var _ = transport.ask(new Question(primary.address(), protocol, question.message(), PATIENCE), this);
    }

    @Override
    public boolean heard(Bytes message, InetSocketAddress from) {
        try {
            Message reply = new Message(question.open(message).toArray());
            if (!Replies.answer(reply, id, apex, Type.SOA)) {
                return false;
            }
            if (reply.getRcode() == Rcode.NOERROR && reply.getHeader().getFlag(Flags.AA)) {
                for (Record record : reply.getSection(Section.ANSWER)) {
                    if (record instanceof SOARecord soa && soa.getName().equals(apex)) {
                        said = new Said.Serial(soa.getSerial());
                    }
                }
            }
            truncated = reply.getHeader().getFlag(Flags.TC);
            return true;
        } catch (SignatureException e) {
            // RFC 8945 §5.3: it is as if it had not come. Whoever forges it does not end the waiting for the true one.
            said = new Said.Nothing(", " + e.getMessage());
            return false;
        } catch (IOException | RuntimeException unreadable) {
            return false;
        }
    }

    @Override
    public void ended(Ending ending) {
        // RFC 7766 §5: what is truncated is asked for again over TCP.
        boolean again = ending == Ending.TIMEOUT || truncated;
        if (said instanceof Said.Nothing && again && protocol == Protocol.UDP) {
            protocol = Protocol.TCP;
            question = question();
            begin();
        } else {
            done.accept(said);
        }
    }
}
