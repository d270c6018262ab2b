package sevenlayers.dns.server;

import java.util.Optional;

/** Judges the signatures of messages before anything else reads them. */
public interface Signatures {
    /**
     * Judges a message.
     *
     * @return the message without its signature, and a way back on which replies are signed; the same where it has none; empty where the
     *     signature is wrong: then the sender has its answer already
     */
    Optional<Inbound> open(Inbound inbound);
}
