package sevenlayers.dns.server;

import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.Optional;
import org.xbill.DNS.Name;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.wire.Bytes;

/** A message that came to a server, and the way back to whoever sent it. */
public interface Inbound {
    /** The whole message, without TCP's length. Nothing about it has been looked at. */
    Bytes message();

    /** Who sent it, or says so: a datagram's sender is easily forged. */
    InetSocketAddress from();

    /** The address of ours that it came to. */
    InetSocketAddress to();

    Protocol protocol();

    /** The key that it was signed with, and what is sent back, too (RFC 8945); empty where it was not. */
    default Optional<Name> signer() {
        return Optional.empty();
    }

    /** Bytes that sending adds to a reply: they are not for its records. */
    default int reserved() {
        return 0;
    }

    /**
     * Sends a message back: over UDP one at most, over TCP as many as an answer has (a zone transfer has many), in the order of the calls.
     * Where the peer is gone, nothing happens.
     */
    void reply(Bytes message);

    /**
     * Sends a long answer: over TCP each message is made when there is room for it, so that a peer that reads slowly, or not at all, has the
     * next few wait for it, and not all.
     *
     * @param messages one at least; asked by the thread that sends
     */
    default void reply(Iterator<Bytes> messages) {
        messages.forEachRemaining(this::reply);
    }

    /** Over TCP: closes the connection once all replies are on their way. Over UDP nothing. */
    void close();
}
