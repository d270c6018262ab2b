package sevenlayers.dns.reply;

import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import sevenlayers.dns.message.Reason;
import sevenlayers.dns.message.RecordSet;

/** What a message that came back is. Each kind calls for another next step. */
public sealed interface Reply {

    /** How that was found out. */
    Reason why();

    // Not the reply: go on listening.

    /** Something in it does not fit: a forgery, a late reply to an older question, or noise. */
    record Foreign(Reason why) implements Reply {}

    // The reply, but of no use: ask the same server in another way.

    /** All fits but the case of the name: a server that does not keep it, or a forger who guessed the rest. TCP tells which. */
    record CaseLost(Reason why) implements Reply {}

    /** It did not fit into a datagram: TCP has room. */
    record Truncated(Reason why) implements Reply {}

    /** The server did not understand; most often it is EDNS that it does not know. */
    record Unsupported(int rcode, Reason why) implements Reply {}

    // The reply, but of no use: ask another server.

    /** Its id and question are right and the rest cannot be read. */
    record Malformed(Reason why) implements Reply {}

    /** The server does not serve the zone that it was asked for, or says that it cannot at the moment. */
    record Lame(int rcode, Reason why) implements Reply {}

    // What was hoped for.

    /**
     * The records.
     *
     * @param chain the aliases that led to them, in order: CNAME, or DNAME and the CNAME made from it
     */
    record Answer(List<RecordSet> chain, RecordSet records, Reason why) implements Reply {}

    /** Aliases that lead to a name of which this server says nothing, or about which it is not believed. */
    record Alias(List<RecordSet> chain, Name target, Reason why) implements Reply {}

    /** Ask these: the name is in their zone. {@code glue} has addresses of some of them. */
    record Referral(RecordSet servers, List<RecordSet> glue, Reason why) implements Reply {}

    /** {@code name}, at the end of the chain, exists and has no such type. */
    record NoData(List<RecordSet> chain, Name name, Optional<RecordSet> soa, Reason why) implements Reply {}

    /** {@code name}, at the end of the chain, does not exist. */
    record NxDomain(List<RecordSet> chain, Name name, Optional<RecordSet> soa, Reason why) implements Reply {}

    /** A DNAME made a name of more than 255 bytes (RFC 6672 §2.2: YXDOMAIN). */
    record TooLong(List<RecordSet> chain, Reason why) implements Reply {}
}
