package sevenlayers.dns.cache;

import sevenlayers.dns.message.Reason;

/** What came of an attempt to write to the cache. */
public sealed interface Written {

    /** Why. */
    Reason why();

    /** It is in the cache for {@code ttl} seconds. */
    record Stored(long ttl, Reason why) implements Written {}

    /** The cache stays as it is. */
    record Refused(Reason why) implements Written {}
}
