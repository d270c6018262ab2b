package sevenlayers.dns.cache;

/** What does not exist (RFC 2308 §2). */
public enum Denial {
    /** The name, and nothing below it (RFC 8020). */
    NXDOMAIN,
    /** This type at a name that exists. */
    NODATA
}
