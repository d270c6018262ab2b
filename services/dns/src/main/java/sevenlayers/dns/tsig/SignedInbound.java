package sevenlayers.dns.tsig;

import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.server.Forwarded;
import sevenlayers.dns.server.Inbound;
import sevenlayers.wire.Bytes;

/** A message whose signature was right, without it; what is sent back is signed. */
final class SignedInbound extends Forwarded {
    private final Bytes message;
    private final Key key;
    private final InstantSource clock;
    private Bytes before;
    private boolean later;

    /** @param theirs the signature of the message */
    SignedInbound(Inbound inbound, Bytes message, Key key, Bytes theirs, InstantSource clock) {
        super(inbound);
        this.message = message;
        this.key = key;
        this.before = theirs;
        this.clock = clock;
    }

    @Override
    public Bytes message() {
        return message;
    }

    @Override
    public Optional<Name> signer() {
        return Optional.of(key.name());
    }

    @Override
    public int reserved() {
        return TsigRecord.room(key);
    }

    @Override
    public void reply(Bytes reply) {
        inbound.reply(signed(reply));
    }

    @Override
    public void reply(Iterator<Bytes> messages) {
        inbound.reply(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return messages.hasNext();
            }

            @Override
            public Bytes next() {
                return signed(messages.next());
            }
        });
    }

    private synchronized Bytes signed(Bytes reply) {
        TsigRecord record = TsigRecord.unsigned(
                key, clock.instant(), MessageHeader.parse(reply).id());
        byte[] mac = later ? Digest.later(key, before, List.of(reply), record) : Digest.of(key, before, reply, record);
        later = true;
        before = Bytes.wrap(mac);
        return record.withMac(mac).append(reply);
    }
}
