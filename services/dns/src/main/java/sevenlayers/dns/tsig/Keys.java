package sevenlayers.dns.tsig;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.server.Inbound;
import sevenlayers.dns.server.Signatures;
import sevenlayers.wire.Bytes;

/** The keys that a server knows: it judges the signatures of what comes in, and signs what goes back. */
public final class Keys implements Signatures {
    private static final int SMALLEST_MAC = 10;

    private final Map<Name, Key> keys = new HashMap<>();
    private final InstantSource clock;

    /** @param clock what signatures are dated with */
    public Keys(Collection<Key> keys, InstantSource clock) {
        keys.forEach(key -> this.keys.put(key.name(), key));
        this.clock = clock;
    }

    /** No keys: whoever signs is told so. */
    public static Keys none() {
        return new Keys(List.of(), InstantSource.system());
    }

    @Override
    public Optional<Inbound> open(Inbound inbound) {
        MessageHeader header = MessageHeader.parse(inbound.message());
        Optional<TsigRecord.Split> split;
        try {
            split = TsigRecord.split(inbound.message());
        } catch (TsigRecord.Malformed e) {
            inbound.reply(header.refusal(Rcode.FORMERR).bytes());
            return Optional.empty();
        }
        return split.isEmpty() ? Optional.of(inbound) : judge(inbound, header, split.get());
    }

    /** RFC 8945 §5.2: key, signature, time, in this order. */
    private Optional<Inbound> judge(Inbound inbound, MessageHeader header, TsigRecord.Split split) {
        TsigRecord theirs = split.record();
        @Nullable Key key = keys.get(theirs.key());
        if (key == null || !key.algorithm().label().equals(theirs.algorithm())) {
            refuse(inbound, header, theirs, TsigError.BADKEY);
            return Optional.empty();
        }
        int length = key.algorithm().length();
        if (theirs.mac().length() > length || theirs.mac().length() < Math.max(SMALLEST_MAC, length / 2)) {
            inbound.reply(header.refusal(Rcode.FORMERR).bytes()); // RFC 8945 §5.2.2.1
            return Optional.empty();
        }
        byte[] mac = Digest.of(key, Bytes.EMPTY, split.message(), theirs);
        boolean whole = theirs.mac().length() == length;
        if (!Digest.same(Arrays.copyOf(mac, theirs.mac().length()), theirs.mac())) {
            refuse(inbound, header, theirs, TsigError.BADSIG);
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (!theirs.timely(now)) {
            refuseSigned(inbound, header, key, theirs, TsigError.BADTIME, time(now));
            return Optional.empty();
        }
        if (!whole) {
            refuseSigned(inbound, header, key, theirs, TsigError.BADTRUNC, Bytes.EMPTY);
            return Optional.empty();
        }
        return Optional.of(
                new SignedInbound(inbound, TsigRecord.withId(split.message(), header.id()), key, theirs.mac(), clock));
    }

    /** RFC 8945 §5.3.2: an error about the key or the signature is not signed: with what? */
    private static void refuse(Inbound inbound, MessageHeader header, TsigRecord theirs, TsigError error) {
        TsigRecord record = new TsigRecord(
                theirs.key(),
                theirs.algorithm(),
                theirs.time(),
                theirs.fudge(),
                Bytes.EMPTY,
                theirs.originalId(),
                error.code(),
                Bytes.EMPTY);
        inbound.reply(record.append(header.refusal(Rcode.NOTAUTH).bytes()));
    }

    /** RFC 8945 §5.3.2: an error about the time, or a signature that is too short, is signed, with the time of the question. */
    private static void refuseSigned(
            Inbound inbound, MessageHeader header, Key key, TsigRecord theirs, TsigError error, Bytes other) {
        Bytes message = header.refusal(Rcode.NOTAUTH).bytes();
        TsigRecord record = new TsigRecord(
                key.name(),
                key.algorithm().label(),
                theirs.time(),
                TsigRecord.FUDGE,
                Bytes.EMPTY,
                header.id(),
                error.code(),
                other);
        inbound.reply(
                record.withMac(Digest.of(key, theirs.mac(), message, record)).append(message));
    }

    /** RFC 8945 §5.2.3: what it is here, 48 bits. */
    private static Bytes time(Instant now) {
        ByteBuffer ours = ByteBuffer.allocate(6);
        ours.putShort((short) (now.getEpochSecond() >> 32)).putInt((int) now.getEpochSecond());
        return Bytes.wrap(ours.array());
    }
}
