package sevenlayers.dns.reply;

import java.util.List;
import sevenlayers.dns.cache.Rank;
import sevenlayers.dns.message.Reason;
import sevenlayers.dns.message.RecordSet;

/**
 * A reply, and what in it is worth keeping.
 *
 * @param reply what it is
 * @param kept what may be cached
 * @param scrubbed what is thrown away, because this server has no say in it or nobody asked
 */
public record Judgement(Reply reply, List<Kept> kept, List<Scrubbed> scrubbed) {

    /** Records for the cache, and how far they are to be trusted. */
    public record Kept(RecordSet set, Rank rank) {}

    /** Records that are not believed. */
    public record Scrubbed(RecordSet set, Reason why) {}

    static Judgement of(Reply reply) {
        return new Judgement(reply, List.of(), List.of());
    }
}
