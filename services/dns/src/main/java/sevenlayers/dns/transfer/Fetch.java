package sevenlayers.dns.transfer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.message.Questions;
import sevenlayers.dns.transport.Ending;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.dns.transport.Question;
import sevenlayers.dns.transport.Transport;
import sevenlayers.dns.tsig.SignatureException;
import sevenlayers.dns.tsig.SignedQuestion;
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
    private final Name apex;
    private final int type;
    private final SignedQuestion question;
    private final Incoming incoming;
    private final Consumer<End> done;
    private int bytes;
    private int messages;
    private @Nullable End end;

    private Fetch(int id, Name apex, int type, SignedQuestion question, Incoming incoming, Consumer<End> done) {
        this.id = id;
        this.apex = apex;
        this.type = type;
        this.question = question;
        this.incoming = incoming;
        this.done = done;
    }

    /** @param have what we have; empty: all of it is asked for */
    static void begin(
            Transport transport,
            InstantSource clock,
            Peer primary,
            Name apex,
            Optional<SOARecord> have,
            int id,
            Consumer<End> done) {
        OptionalLong serial = have.map(soa -> OptionalLong.of(soa.getSerial())).orElse(OptionalLong.empty());
        int type = have.isPresent() ? Type.IXFR : Type.AXFR;
        Bytes query = have.map(soa -> changes(id, apex, soa)).orElseGet(() -> Questions.message(id, 0, apex, type, 0));
        SignedQuestion question = SignedQuestion.of(primary.key(), query, clock);
        Fetch fetch = new Fetch(id, apex, type, question, new Incoming(apex, serial, MOST_RECORDS), done);
        var _ = transport.ask(new Question(primary.address(), Protocol.TCP, question.message(), PATIENCE), fetch);
    }

    /** What has changed since? RFC 1995 §3: with the SOA that we have in the authority section. */
    static Bytes changes(int id, Name apex, SOARecord have) {
        byte[] question = Questions.message(id, 0, apex, Type.IXFR, 0).toArray();
        byte[] soa = have.toWire(Section.AUTHORITY);
        ByteBuffer out = ByteBuffer.allocate(question.length + soa.length);
        new MessageHeader(id, 0, 1, 0, 1, 0).emit(out);
        out.put(question, MessageHeader.LENGTH, question.length - MessageHeader.LENGTH)
                .put(soa);
        return Bytes.wrap(out.array());
    }

    @Override
    public boolean heard(Bytes message, InetSocketAddress from) {
        bytes += message.length();
        messages++;
        try {
            end = take(question.open(message));
        } catch (SignatureException e) {
            end = new End.Failed("message " + messages + " is not believed: " + e.getMessage());
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
        if (!Replies.answer(message, id, apex, type)) {
            return new End.Failed("message " + messages + " is no reply to what was asked");
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
                return last ? came(result.get()) : new End.Failed("there are records after the end of the transfer");
            }
        }
        return null;
    }

    private End came(Incoming.Result result) {
        return question.complete()
                ? new End.Came(result, bytes, messages)
                : new End.Failed("the last message is not signed (RFC 8945 §5.3.1)");
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
