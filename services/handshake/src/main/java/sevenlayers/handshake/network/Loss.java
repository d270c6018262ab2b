package sevenlayers.handshake.network;

/** How a packet can be lost. */
public enum Loss {
    /** On the link, by chance. */
    LINK,
    /** By the scenario's script. */
    SCRIPT,
    /** The queue had no room. */
    QUEUE_FULL,
    /** The queue dropped it early, as it is meant to. */
    QUEUE_EARLY,
    /** Its checksum did not fit: thrown away where it arrived. */
    CHECKSUM,
    /** Its time to live ran out. */
    TIME_TO_LIVE,
    /** It was larger than the next link takes, and must not be cut. */
    TOO_BIG,
    /** There is no way to where it was to go. */
    NO_ROUTE
}
