package sevenlayers.dns.transfer;

import java.time.Instant;
import org.xbill.DNS.Name;
import sevenlayers.dns.message.Reason;

/**
 * Something that happened between a secondary and a primary.
 *
 * @param zone of which
 * @param text in words, with its numbers
 */
public record TransferEvent(Instant at, Name zone, Kind kind, String text, Reason why) {

    /** What happened. */
    public enum Kind {
        /** The primary said that the zone changed. */
        NOTIFIED,
        /** The primary was asked for its serial. */
        ASKED,
        /** There is nothing newer. */
        CURRENT,
        /** The secondary has a newer version now. */
        TRANSFERRED,
        /** It did not work out; it is tried again. */
        FAILED,
        /** The secondary was out of touch for too long, and answers no more. */
        EXPIRED
    }
}
