package sevenlayers.dns.server;

/** Answers messages. */
public interface Handler {
    /**
     * Takes a message that came in. Called by the loop that read it: it must not wait. The reply may come later and from any thread, or never.
     */
    void handle(Inbound inbound);
}
