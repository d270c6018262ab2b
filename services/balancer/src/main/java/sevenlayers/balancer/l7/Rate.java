package sevenlayers.balancer.l7;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.function.LongSupplier;

/** Counts what a peer does, second by second, and ends its connection when it is too much. */
final class Rate {
    private static final long SECOND_NANOS = 1_000_000_000;

    private final String what;
    private final int perSecond;
    private final LongSupplier nanoTime;
    private long since;
    private int count;

    Rate(String what, int perSecond, LongSupplier nanoTime) {
        this.what = what;
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    void count() throws Http2Exception {
        long now = nanoTime.getAsLong();
        if (now - since >= SECOND_NANOS) {
            since = now;
            count = 0;
        }
        if (++count > perSecond) {
            throw tooMany("more than " + perSecond + " " + what + " within a second");
        }
    }

    // RFC 9113 §10.5: "An endpoint MAY treat activity that is suspicious as a connection error of type
    // ENHANCE_YOUR_CALM."
    static Http2Exception tooMany(String sentence) {
        return Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "%s", sentence);
    }
}
