package sevenlayers.dns.program;

/** A line of the file that cannot be followed: which, what is wrong, and what is allowed. */
final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1;

    ConfigurationException(String message) {
        super(message);
    }
}
