package sevenlayers.dns.tsig;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.wire.Bytes;

/** A question, signed where there is a key, and what is needed to believe the reply, be it one message or many. */
public final class SignedQuestion {
    /** RFC 8945 §5.3.1: an answer of many messages has a signature on every hundredth at least, and on the first and the last. */
    private static final int MOST_UNSIGNED = 99;

    private final @Nullable Key key;
    private final Bytes message;
    private final InstantSource clock;
    private final List<Bytes> unsigned = new ArrayList<>();
    private Bytes before = Bytes.EMPTY;
    private boolean later;

    private SignedQuestion(@Nullable Key key, Bytes question, InstantSource clock) {
        this.key = key;
        this.clock = clock;
        if (key == null) {
            this.message = question;
            return;
        }
        TsigRecord record = TsigRecord.unsigned(
                key, clock.instant(), MessageHeader.parse(question).id());
        byte[] mac = Digest.of(key, Bytes.EMPTY, question, record);
        this.before = Bytes.wrap(mac);
        this.message = record.withMac(mac).append(question);
    }

    /** @param key without one, nothing is signed, and everything believed */
    public static SignedQuestion of(Optional<Key> key, Bytes question, InstantSource clock) {
        return new SignedQuestion(key.orElse(null), question, clock);
    }

    /** What is sent. */
    public Bytes message() {
        return message;
    }

    /**
     * Takes the next message of the reply.
     *
     * @return the message without its signature
     * @throws SignatureException where it is not to be believed
     */
    public Bytes open(Bytes reply) throws SignatureException {
        if (key == null) {
            return reply;
        }
        Optional<TsigRecord.Split> split;
        try {
            split = TsigRecord.split(reply);
        } catch (TsigRecord.Malformed e) {
            throw new SignatureException("its signature cannot be read: " + e.getMessage());
        }
        return split.isPresent() ? signed(key, split.get()) : between(reply);
    }

    /** Whether nothing of the reply is left that no signature covers. */
    public boolean complete() {
        return unsigned.isEmpty();
    }

    private Bytes between(Bytes reply) throws SignatureException {
        if (!later) {
            throw new SignatureException("it is not signed, and the question was");
        }
        unsigned.add(reply);
        if (unsigned.size() > MOST_UNSIGNED) {
            throw new SignatureException(
                    "more than " + MOST_UNSIGNED + " messages without a signature (RFC 8945 §5.3.1)");
        }
        return reply;
    }

    private Bytes signed(Key ours, TsigRecord.Split split) throws SignatureException {
        TsigRecord record = split.record();
        if (record.mac().length() == 0 && record.error() != 0) {
            throw new SignatureException("it says: " + TsigError.say(record.error()));
        }
        if (!record.key().equals(ours.name())
                || !record.algorithm().equals(ours.algorithm().label())) {
            throw new SignatureException(
                    "it is signed with " + record.key() + " " + record.algorithm() + ", not with our " + ours);
        }
        byte[] mac;
        if (later) {
            unsigned.add(split.message());
            mac = Digest.later(ours, before, unsigned, record);
        } else {
            mac = Digest.of(ours, before, split.message(), record);
        }
        if (!Digest.same(mac, record.mac())) {
            throw new SignatureException("its signature is wrong");
        }
        if (record.error() != 0) {
            throw new SignatureException("it says: " + TsigError.say(record.error()));
        }
        if (!record.timely(clock.instant())) {
            throw new SignatureException(
                    "it was signed at another time: the clocks differ by more than " + record.fudge() + " s");
        }
        unsigned.clear();
        before = record.mac();
        later = true;
        return split.message();
    }
}
