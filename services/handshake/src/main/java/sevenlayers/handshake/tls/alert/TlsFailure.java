package sevenlayers.handshake.tls.alert;

/** The end of a connection: the alert that the peer gets, and for whoever watches the reason and its source. */
public final class TlsFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final AlertDescription alert;
    private final String source;

    /** @param source the section that decides, as {@code RFC 8446 §4.1.3} */
    public TlsFailure(AlertDescription alert, String reason, String source) {
        super(reason, null, false, false);
        this.alert = alert;
        this.source = source;
    }

    public AlertDescription alert() {
        return alert;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    public String source() {
        return source;
    }
}
