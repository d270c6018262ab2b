package sevenlayers.dns.transport;

import java.net.InetSocketAddress;
import sevenlayers.wire.Bytes;

/** Takes a question to a server and hears what comes back, without waiting for it. */
public interface Transport {
    /*
     * RFC 5452 §9.1 wants a reply compared with its question in all that a forger must guess. The transport compares what only it knows: the
     * datagram came to the port that this question was sent from, a port of its own that nobody can foresee (§9.2). Whether sender, id and
     * question fit is for the listener to say, which also tells a student about each forged reply. One that is not accepted does not end the
     * exchange: a resolver that gives up at the first wrong id is put out of service by anybody who sends it one.
     *
     * Nothing here resends. A question that got no answer is asked again by whoever knows which server is next.
     */

    /**
     * Sends a question. All calls to {@code listener} are made by one thread at a time, none before this method returned, and {@link
     * Listener#ended} is the last of them, once.
     */
    Exchange ask(Question question, Listener listener);

    /** A question under way. */
    interface Exchange {
        /** Gives it up; the listener hears of it. Once ended, it stays as it ended. */
        void cancel();
    }

    /** Hears what comes back. */
    interface Listener {
        /** The question went out from this port of ours, which a reply must come back to. */
        default void sentFrom(int port) {}

        /**
         * A message came.
         *
         * @param message as it came: perhaps no DNS at all
         * @param from who sent it, or says so
         * @return whether this is the reply; if not, the exchange goes on listening until its patience ends
         */
        boolean heard(Bytes message, InetSocketAddress from);

        /** The exchange is over. */
        void ended(Ending ending);
    }
}
