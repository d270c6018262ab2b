package sevenlayers.dns.trace;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Name;
import sevenlayers.dns.cache.Cached;
import sevenlayers.dns.cache.Denial;
import sevenlayers.dns.cache.Rank;
import sevenlayers.dns.cache.Written;
import sevenlayers.dns.message.Reason;
import sevenlayers.dns.message.RecordSet;
import sevenlayers.dns.reply.Reply;
import sevenlayers.dns.transport.Ending;
import sevenlayers.dns.transport.Protocol;

/** Something that a resolver did, and why. */
public sealed interface Event {

    /** By which rule. */
    Reason why();

    // Before anything is sent.

    /** A question is begun: the client's, or one that came up on the way, such as the address of a server. */
    record Begun(Name name, int type, Reason why) implements Event {}

    /** The same question is under way already: its answer will do. */
    record Joined(Name name, int type, Reason why) implements Event {}

    /** The cache had it. */
    record FromCache(Cached cached, Reason why) implements Event {}

    /** Where the walk starts or goes on: the servers of the closest zone that is known. */
    record Entered(Name zone, List<Name> servers, Reason why) implements Event {}

    /** Less is asked than the client wants to know (RFC 9156), or from here on all of it. */
    record Minimised(Name name, int type, Reason why) implements Event {}

    // One question to one server.

    /** A server was chosen among {@code candidates}, of which it is one. */
    record Chosen(Candidate server, List<Candidate> candidates, Reason why) implements Event {}

    /**
     * A question went out.
     *
     * @param name in the very case in which it was sent
     * @param attempt 1 for the first to this server about this, then counted up
     * @param bytes the size of the message
     * @param patience how long a reply is waited for
     */
    record Sent(
            Candidate server,
            Protocol protocol,
            int id,
            Name name,
            int type,
            boolean edns,
            int attempt,
            int bytes,
            Duration patience,
            Reason why)
            implements Event {}

    /**
     * A message came back, and this is what it is. One that is {@link Reply.Foreign} does not end the wait.
     *
     * @param port of ours, which the question went out from; 0 where that is not known
     */
    record Heard(
            Candidate server,
            InetSocketAddress from,
            int port,
            Protocol protocol,
            Duration after,
            int bytes,
            Reply reply)
            implements Event {
        @Override
        public Reason why() {
            return reply.why();
        }
    }

    /** No reply came. */
    record Unanswered(Candidate server, Protocol protocol, Duration after, Ending ending, Reason why)
            implements Event {}

    // What it led to.

    /** Records were offered to the cache. */
    record Offered(RecordSet set, Rank rank, Written written) implements Event {
        @Override
        public Reason why() {
            return written.why();
        }
    }

    /** That something does not exist was offered to the cache. */
    record OfferedDenial(Name name, int type, Denial denial, Written written) implements Event {
        @Override
        public Reason why() {
            return written.why();
        }
    }

    /** Records that nobody asked for, or about which the server has no say, were thrown away. */
    record Scrubbed(RecordSet set, Reason why) implements Event {}

    /** An alias leads to another name. */
    record Followed(Name from, Name to, Reason why) implements Event {}

    /** The end. */
    record Finished(Outcome outcome, Reason why) implements Event {}

    /**
     * A server that could be asked.
     *
     * @param name of the server, as the NS record has it
     * @param address where it is asked
     * @param smoothedRtt how long its replies take, as far as known; zero where it was never asked
     * @param known whether it was ever asked
     */
    record Candidate(Name name, InetSocketAddress address, Duration smoothedRtt, boolean known) {}
}
