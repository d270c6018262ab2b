package sevenlayers.dns.cache;

/**
 * How far a record set is to be trusted, by where it stood in which message, least first (RFC 2181 §5.4.1). Better data replaces worse,
 * and worse never replaces better while that lives.
 */
public enum Rank {
    /** From the list of root servers that the resolver was started with: good for one question, to a root server, for a better list. */
    HINT("root hints"),
    /** From the additional section of any reply: the addresses of servers, glue among them. Never an answer. */
    ADDITIONAL("additional section"),
    /** From the authority section of a reply that is not authoritative: the name servers of a referral. Never an answer. */
    REFERRAL("authority section of a referral"),
    /** From the answer section of a reply whose server does not answer for the zone. */
    ANSWER("answer section, AA clear"),
    /** From the authority section of an authoritative reply. */
    AUTHORITY("authority section, AA set"),
    /** From the answer section of an authoritative reply. */
    AUTHORITATIVE("answer section, AA set");

    /*
     * The RFC puts what ADDITIONAL and REFERRAL hold into one group. They never meet: the first has addresses, the second NS and DS.
     */

    private final String origin;

    Rank(String origin) {
        this.origin = origin;
    }

    /** Where such data comes from. */
    public String origin() {
        return origin;
    }

    /** Whether a client may be answered with it; the rest only helps to find servers. */
    public boolean answers() {
        return compareTo(ANSWER) >= 0;
    }
}
