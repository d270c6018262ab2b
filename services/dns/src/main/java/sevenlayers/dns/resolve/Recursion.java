package sevenlayers.dns.resolve;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.server.Handler;
import sevenlayers.dns.server.Inbound;
import sevenlayers.dns.trace.ExtendedError;
import sevenlayers.dns.trace.Outcome;
import sevenlayers.dns.trace.Trail;
import sevenlayers.dns.transport.Protocol;

/** The resolver as clients meet it: a question comes as a message, and so does the answer. */
public final class Recursion implements Handler {
    /*
     * What the cache has is answered at once, on the thread that read the message. Everything else goes to the resolver's loop.
     */

    private static final int EDNS_VERSION = 0;

    private final Resolver resolver;

    public Recursion(Resolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public void handle(Inbound inbound) {
        MessageHeader header = MessageHeader.parse(inbound.message());
        @Nullable Message query = parse(inbound);
        if (query == null || query.getQuestion() == null) {
            inbound.reply(header.refusal(Rcode.FORMERR).bytes());
            return;
        }
        Answers answers = new Answers(query, resolver.settings().ednsSize());
        Optional<Outcome> refusal = refusal(query);
        if (refusal.isPresent()) {
            inbound.reply(answers.message(refusal.get(), limit(inbound, answers)));
            return;
        }
        Name name = query.getQuestion().getName();
        int type = query.getQuestion().getType();
        Optional<Outcome> known = resolver.remembered(name, type);
        if (known.isPresent()) {
            inbound.reply(answers.message(known.get(), limit(inbound, answers)));
            return;
        }
        AtomicBoolean replied = new AtomicBoolean();
        resolver.resolve(name, type, Options.of(resolver.settings()), Trail.NONE, outcome -> {
            if (replied.compareAndSet(false, true)) {
                inbound.reply(answers.message(outcome, limit(inbound, answers)));
            }
        });
    }

    private static int limit(Inbound inbound, Answers answers) {
        return inbound.protocol() == Protocol.TCP ? 0xffff : answers.datagramLimit();
    }

    private static @Nullable Message parse(Inbound inbound) {
        try {
            Message query = new Message(inbound.message().toArray());
            long options = query.getSection(Section.ADDITIONAL).stream()
                    .filter(record -> record.getType() == Type.OPT)
                    .count();
            return options > 1 ? null : query; // RFC 6891 §6.1.1
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    }

    /** What is not looked for at all. */
    private Optional<Outcome> refusal(Message query) {
        Record question = query.getQuestion();
        @Nullable OPTRecord opt = query.getOPT();
        if (opt != null && opt.getVersion() > EDNS_VERSION) {
            return Optional.of(said(Rcode.BADVERS, ExtendedError.OTHER, ""));
        }
        if (question.getDClass() != DClass.IN) {
            return Optional.of(said(
                    Rcode.REFUSED,
                    ExtendedError.NOT_SUPPORTED,
                    "only class IN is resolved, not " + DClass.string(question.getDClass())));
        }
        if (!query.getHeader().getFlag(Flags.RD)) {
            return Optional.of(said(
                    Rcode.REFUSED, ExtendedError.NOT_AUTHORITATIVE, "this is a resolver: set RD to have it find out"));
        }
        if (question.getType() == Type.ANY) {
            return Optional.of(Minimal.any(question.getName())); // RFC 8482 §4.2
        }
        boolean meta =
                question.getType() == Type.OPT || question.getType() >= Type.TKEY && question.getType() <= Type.MAILA;
        if (meta || question.getType() == 0) {
            return Optional.of(said(
                    Rcode.NOTIMP,
                    ExtendedError.NOT_SUPPORTED,
                    Type.string(question.getType()) + " is no type of data: it cannot be looked for"));
        }
        return Optional.empty();
    }

    private static Outcome said(int rcode, int code, String text) {
        return new Outcome(
                rcode,
                List.of(),
                List.of(),
                false,
                text.isEmpty() ? List.of() : List.of(new ExtendedError(code, text)));
    }
}
