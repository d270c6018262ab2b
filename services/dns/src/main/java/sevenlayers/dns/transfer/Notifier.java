package sevenlayers.dns.transfer;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.message.Questions;
import sevenlayers.dns.transport.Ending;
import sevenlayers.dns.transport.Loop;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.dns.transport.Question;
import sevenlayers.dns.transport.Transport;
import sevenlayers.dns.tsig.SignedQuestion;
import sevenlayers.dns.zone.Zone;
import sevenlayers.dns.zone.Zones;
import sevenlayers.wire.Bytes;

/** Tells secondaries that a zone has changed, until they have heard it (RFC 1996). */
public final class Notifier implements Zones.Watcher {
    /** RFC 1996 §3.6: 60 s and five times are its example; a secondary on the same machine is up again sooner. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(1);

    private static final int TRIES = 5;

    private final Name apex;
    private final Supplier<List<Peer>> secondaries;
    private final Transport transport;
    private final Loop loop;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param apex of the zone that they are secondaries of */
    public Notifier(
            Name apex,
            List<Peer> secondaries,
            Transport transport,
            Loop loop,
            InstantSource clock,
            RandomGenerator random) {
        this(apex, () -> secondaries, transport, loop, clock, random);
    }

    /**
     * @param apex of the zone that they are secondaries of
     * @param secondaries looked at for each change: where they are then
     */
    public Notifier(
            Name apex,
            Supplier<List<Peer>> secondaries,
            Transport transport,
            Loop loop,
            InstantSource clock,
            RandomGenerator random) {
        this.apex = apex;
        this.secondaries = secondaries;
        this.transport = transport;
        this.loop = loop;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void changed(@Nullable Zone old, Zone now) {
        if (now.apex().equals(apex)) {
            loop.execute(() -> secondaries.get().forEach(secondary -> send(secondary, 1)));
        }
    }

    private void send(Peer secondary, int attempt) {
        Duration patience = FIRST_PATIENCE.multipliedBy(1L << (attempt - 1));
        int id = random.nextInt(1 << 16);
        SignedQuestion notify = SignedQuestion.of(
                secondary.key(),
                Questions.message(id, Opcode.NOTIFY << 11 | MessageHeader.AA, apex, Type.SOA, 0),
                clock);
        var _ = transport.ask(
                new Question(secondary.address(), Protocol.UDP, notify.message(), patience), new Transport.Listener() {
                    @Override
                    public boolean heard(Bytes message, InetSocketAddress from) {
                        if (message.length() < MessageHeader.LENGTH) {
                            return false;
                        }
                        // RFC 1996 §4.8: whatever it says, it was heard; one that refuses is not asked to do it five
                        // times. A signature on it would not change that, so it is not looked at.
                        MessageHeader reply = MessageHeader.parse(message);
                        return reply.id() == id && reply.has(MessageHeader.QR) && reply.opcode() == Opcode.NOTIFY;
                    }

                    @Override
                    public void ended(Ending ending) {
                        if (ending == Ending.TIMEOUT && attempt < TRIES) {
                            send(secondary, attempt + 1);
                        } else if (ending == Ending.UNREACHABLE && attempt < TRIES) {
                            var _ = loop.after(patience, () -> send(secondary, attempt + 1));
                        }
                    }
                });
    }
}
