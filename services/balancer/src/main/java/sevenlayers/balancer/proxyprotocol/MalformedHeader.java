package sevenlayers.balancer.proxyprotocol;

/** What came cannot become a PROXY header, whatever follows. */
public final class MalformedHeader extends Exception {
    private static final long serialVersionUID = 1;

    MalformedHeader(String message) {
        super(message);
    }
}
