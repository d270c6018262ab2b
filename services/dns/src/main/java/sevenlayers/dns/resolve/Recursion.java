package sevenlayers.dns.resolve;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import sevenlayers.dns.answer.Query;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.message.Types;
import sevenlayers.dns.server.Handler;
import sevenlayers.dns.server.Inbound;
import sevenlayers.dns.trace.ExtendedError;
import sevenlayers.dns.trace.Outcome;
import sevenlayers.dns.trace.Trail;

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
        @Nullable Query query = Query.parse(header, inbound.message());
        if (query == null) {
            inbound.reply(header.refusal(Rcode.FORMERR).bytes());
            return;
        }
        Answers answers = new Answers(inbound, query, resolver.settings().ednsSize());
        Optional<Outcome> known = refusal(query).or(() -> resolver.remembered(query.name(), query.type()));
        if (known.isPresent()) {
            answers.send(known.get());
        } else {
            resolver.resolve(query.name(), query.type(), Options.of(resolver.settings()), Trail.NONE, answers::send);
        }
    }

    /** What is not looked for at all. */
    private static Optional<Outcome> refusal(Query query) {
        Query.@Nullable Edns edns = query.edns();
        if (edns != null && edns.version() > EDNS_VERSION) {
            return Optional.of(said(Rcode.BADVERS, ExtendedError.OTHER, ""));
        }
        if (query.dclass() != DClass.IN) {
            return Optional.of(said(
                    Rcode.REFUSED,
                    ExtendedError.NOT_SUPPORTED,
                    "only class IN is resolved, not " + DClass.string(query.dclass())));
        }
        if (!query.header().has(MessageHeader.RD)) {
            return Optional.of(said(
                    Rcode.REFUSED, ExtendedError.NOT_AUTHORITATIVE, "this is a resolver: set RD to have it find out"));
        }
        if (query.type() == Type.ANY) {
            return Optional.of(Minimal.any(query.name())); // RFC 8482 §4.2
        }
        if (Types.isMeta(query.type())) {
            return Optional.of(said(
                    Rcode.NOTIMP,
                    ExtendedError.NOT_SUPPORTED,
                    Type.string(query.type()) + " is no type of data: it cannot be looked for"));
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
