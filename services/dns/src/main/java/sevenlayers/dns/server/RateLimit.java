package sevenlayers.dns.server;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.xbill.DNS.Rcode;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.wire.Bytes;

/**
 * Limits how often the same is said to the same network over UDP, so that a server cannot be used to bury somebody else in replies (response
 * rate limiting).
 */
public final class RateLimit implements Handler {
    /*
     * Whoever forges the sender of questions chooses what is asked, so it is replies that are counted: by the network of the receiver and by
     * what they say. A reply with records counts by its question; one that denies or refuses counts by its code alone, since names that do not
     * exist are easily made up. Each such account gets RATE replies a second, and may go into debt for some seconds, which it has to work off
     * before it hears anything again. Of the replies that are held back every SLIPth goes out truncated: as short as its question, and
     * whoever really asked comes back over TCP.
     */

    /**
     * How much is said.
     *
     * @param perSecond replies of one kind to one network, 1 or more
     * @param slip every so manieth of those held back goes out truncated: 1 all, 0 none
     * @param accounts the most that are kept; the one longest unused is dropped
     */
    public record Settings(int perSecond, int slip, int accounts) {
        /** Two truncated replies of four, as most servers have it. */
        public static Settings of(int perSecond) {
            return new Settings(perSecond, 2, 100_000);
        }

        public Settings {
            if (perSecond < 1 || slip < 0 || accounts < 1) {
                throw new IllegalArgumentException(
                        "a rate is 1 or more, a slip 0 or more, and there is one account at least");
            }
        }
    }

    /** How far back it counts: so many seconds of silence follow the worst flood. */
    private static final int WINDOW_SECONDS = 15;

    private static final int PREFIX_V4 = 3; // bytes: /24
    private static final int PREFIX_V6 = 7; // bytes: /56

    private record Account(Bytes network, int rcode, Bytes question) {}

    private static final class Balance {
        double credit;
        long atMillis;
        int held;
    }

    private final Handler inner;
    private final InstantSource clock;
    private final Settings settings;
    private final Map<Account, Balance> balances;

    public RateLimit(Handler inner, InstantSource clock, Settings settings) {
        this.inner = inner;
        this.clock = clock;
        this.settings = settings;
        this.balances = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Account, Balance> eldest) {
                return size() > settings.accounts();
            }
        };
    }

    @Override
    public void handle(Inbound inbound) {
        inner.handle(inbound.protocol() == Protocol.UDP ? new Counted(inbound) : inbound);
    }

    /** What becomes of a reply. */
    enum Fate {
        SENT,
        TRUNCATED,
        HELD
    }

    private synchronized Fate fate(InetAddress to, Bytes reply) {
        MessageHeader header = MessageHeader.parse(reply);
        boolean records = header.rcode() == Rcode.NOERROR && header.answers() > 0;
        Account account = new Account(network(to), header.rcode(), records ? question(reply) : Bytes.EMPTY);
        long now = clock.millis();
        Balance balance = balances.computeIfAbsent(account, _ -> {
            Balance fresh = new Balance();
            fresh.credit = settings.perSecond();
            fresh.atMillis = now;
            return fresh;
        });
        double earned = (now - balance.atMillis) / 1e3 * settings.perSecond();
        balance.credit = Math.min(settings.perSecond(), balance.credit + earned);
        balance.atMillis = now;
        if (balance.credit >= 1) {
            balance.credit--;
            balance.held = 0;
            return Fate.SENT;
        }
        balance.credit = Math.max(-(double) WINDOW_SECONDS * settings.perSecond(), balance.credit - 1);
        balance.held++;
        return settings.slip() > 0 && balance.held % settings.slip() == 0 ? Fate.TRUNCATED : Fate.HELD;
    }

    private static Bytes network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return Bytes.of(Arrays.copyOf(bytes, bytes.length == 4 ? PREFIX_V4 : PREFIX_V6));
    }

    /** The question in small letters: the same question in another case is the same. */
    private static Bytes question(Bytes reply) {
        byte[] question =
                reply.slice(MessageHeader.LENGTH, questionLength(reply)).toArray();
        for (int i = 0; i < question.length; i++) {
            if (question[i] >= 'A' && question[i] <= 'Z') {
                question[i] += 32;
            }
        }
        return Bytes.wrap(question);
    }

    private static int questionLength(Bytes reply) {
        int at = MessageHeader.LENGTH;
        while (reply.at(at) != 0) {
            at += reply.at(at) + 1;
        }
        return at + 5 - MessageHeader.LENGTH;
    }

    /** The reply without its records, and with TC. */
    private static Bytes truncated(Bytes reply) {
        MessageHeader header = MessageHeader.parse(reply);
        int length = header.questions() == 1 ? questionLength(reply) : 0;
        byte[] bytes = reply.slice(0, MessageHeader.LENGTH + length).toArray();
        new MessageHeader(header.id(), header.flags() | MessageHeader.TC, header.questions(), 0, 0, 0)
                .emit(ByteBuffer.wrap(bytes));
        return Bytes.wrap(bytes);
    }

    /** Over UDP, where there is one reply at most. */
    private final class Counted extends Forwarded {
        Counted(Inbound inbound) {
            super(inbound);
        }

        @Override
        public void reply(Bytes message) {
            switch (fate(inbound.from().getAddress(), message)) {
                case SENT -> inbound.reply(message);
                case TRUNCATED -> inbound.reply(truncated(message));
                case HELD -> {}
            }
        }
    }
}
