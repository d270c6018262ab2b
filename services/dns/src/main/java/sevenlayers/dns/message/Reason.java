package sevenlayers.dns.message;

/**
 * Why something was done, for whoever reads along.
 *
 * @param text a sentence without its full stop
 * @param source the RFC and section that say so; empty where it is a choice of this resolver
 */
public record Reason(String text, String source) {

    /** What an RFC asks for: {@code rfc(2181, "5.4.1", "...")}. */
    public static Reason rfc(int number, String section, String text) {
        return new Reason(text, "RFC " + number + " §" + section);
    }

    /** A choice that no RFC made for us. */
    public static Reason own(String text) {
        return new Reason(text, "");
    }

    @Override
    public String toString() {
        return source.isEmpty() ? text : source + ": " + text;
    }
}
