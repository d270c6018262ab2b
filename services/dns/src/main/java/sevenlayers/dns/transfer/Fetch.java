package sevenlayers.dns.transfer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.message.Rdata;
import sevenlayers.dns.transport.Ending;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.dns.transport.Question;
import sevenlayers.dns.transport.Transport;
import sevenlayers.dns.zone.ZoneException;
import sevenlayers.wire.Bytes;

/** One transfer from one primary over one connection. */
final class Fetch implements Transport.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_RECORDS = 5_000_000;
    private static final int MOST_BYTES = 1 << 30;

    /** How it ended. */
    sealed interface End {
        /** Something came, and it is complete. */
        record Came(Incoming.Result result, int bytes, int messages) implements End {}

        /** Nothing came that is of use; nothing of it was applied. */
        record Failed(String why) implements End {}
    }

    private final int id;
    private final Incoming incoming;
    private final Consumer<End> done;
    private int bytes;
    private int messages;
    private @Nullable End end;

    private Fetch(int id, Incoming incoming, Consumer<End> done) {
        this.id = id;
        this.incoming = incoming;
        this.done = done;
    }

    /** @param have what we have; empty: all of it is asked for */
    static void begin(
            Transport transport,
            InetSocketAddress primary,
            Name apex,
            Optional<SOARecord> have,
            int id,
            Consumer<End> done) {
        OptionalLong serial = have.map(soa -> OptionalLong.of(soa.getSerial())).orElse(OptionalLong.empty());
        Fetch fetch = new Fetch(id, new Incoming(apex, serial, MOST_RECORDS), done);
        Bytes query = query(id, apex, have.isPresent() ? Type.IXFR : Type.AXFR, have);
        var _ = transport.ask(new Question(primary, Protocol.TCP, query, PATIENCE), fetch);
    }

    /** A question; RFC 1995 §3: with the SOA that we have in its authority section. */
    static Bytes query(int id, Name apex, int type, Optional<SOARecord> have) {
        byte[] name = apex.toWire();
        byte[] rdata = have.map(Rdata::of).orElse(new byte[0]);
        ByteBuffer out = ByteBuffer.allocate(MessageHeader.LENGTH + 2 * name.length + 14 + rdata.length);
        new MessageHeader(id, 0, 1, 0, have.isPresent() ? 1 : 0, 0).emit(out);
        out.put(name).putShort((short) type).putShort((short) DClass.IN);
        have.ifPresent(soa -> out.put(name)
                .putShort((short) Type.SOA)
                .putShort((short) DClass.IN)
                .putInt((int) soa.getTTL())
                .putShort((short) rdata.length)
                .put(rdata));
        return Bytes.wrap(out.array(), 0, out.position());
    }

    @Override
    public boolean heard(Bytes message, InetSocketAddress from) {
        bytes += message.length();
        messages++;
        try {
            end = take(message);
        } catch (ZoneException e) {
            end = new End.Failed(String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException unreadable) {
            end = new End.Failed("message " + messages + " cannot be read: " + unreadable.getMessage());
        }
        return end != null;
    }

    private @Nullable End take(Bytes bytesOfMessage) throws IOException, ZoneException {
        if (bytes > MOST_BYTES) {
            return new End.Failed("the transfer has more than " + MOST_BYTES + " bytes");
        }
        Message message = new Message(bytesOfMessage.toArray());
        if (message.getHeader().getID() != id) {
            return new End.Failed("message " + messages + " has another id than the question");
        }
        if (message.getRcode() != Rcode.NOERROR) {
            return new End.Failed("the primary says " + Rcode.string(message.getRcode()));
        }
        List<Record> answers = message.getSection(Section.ANSWER);
        if (answers.isEmpty()) {
            return new End.Failed("message " + messages + " has no records");
        }
        for (int i = 0; i < answers.size(); i++) {
            boolean last = i == answers.size() - 1;
            Optional<Incoming.Result> result = incoming.take(answers.get(i), last);
            if (result.isPresent()) {
                return last
                        ? new End.Came(result.get(), bytes, messages)
                        : new End.Failed("there are records after the end of the transfer");
            }
        }
        return null;
    }

    @Override
    public void ended(Ending ending) {
        if (end == null) {
            end = new End.Failed(
                    switch (ending) {
                        case CLOSED -> "the connection was closed after " + incoming.count() + " records";
                        case TIMEOUT ->
                            "no end after " + PATIENCE.toSeconds() + " s and " + incoming.count() + " records";
                        case UNREACHABLE -> "the primary cannot be reached";
                        case CANCELLED, ACCEPTED -> "it was given up";
                    });
        }
        done.accept(end);
    }
}
