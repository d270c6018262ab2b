package sevenlayers.dns.tsig;

/** A reply that is not to be believed: what is wrong with its signature. */
public final class SignatureException extends Exception {
    private static final long serialVersionUID = 1;

    SignatureException(String message) {
        super(message);
    }
}
