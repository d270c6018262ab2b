package sevenlayers.dns.trace;

/**
 * What went wrong, for whoever asked (RFC 8914).
 *
 * @param code one of the registered numbers, such as 22: No Reachable Authority
 * @param text a sentence
 */
public record ExtendedError(int code, String text) {
    public static final int OTHER = 0;
    public static final int STALE_ANSWER = 3;
    public static final int CACHED_ERROR = 13;
    public static final int PROHIBITED = 18;
    public static final int STALE_NXDOMAIN = 19;
    public static final int NOT_AUTHORITATIVE = 20;
    public static final int NOT_SUPPORTED = 21;
    public static final int NO_REACHABLE_AUTHORITY = 22;
    public static final int NETWORK_ERROR = 23;

    private static final int LONGEST_TEXT = 200;

    public ExtendedError {
        if (code < 0 || code > 0xffff) {
            throw new IllegalArgumentException("an extended error has 16 bits, not " + code);
        }
        text = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
    }
}
