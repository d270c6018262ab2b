package sevenlayers.dns.zone;

/** A zone that cannot be: what is wrong, where, and what is allowed. */
public final class ZoneException extends Exception {
    private static final long serialVersionUID = 1;

    public ZoneException(String message) {
        super(message);
    }
}
