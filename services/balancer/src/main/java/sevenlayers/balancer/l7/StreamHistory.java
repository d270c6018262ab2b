package sevenlayers.balancer.l7;

import io.netty.handler.codec.http2.Http2Error;

/**
 * What became of a client's streams that are no more, as far as it matters when a frame comes for one of them.
 *
 * <p>It keeps the exceptions only: numbers that the client left out, and streams that we reset, of either the last few. Every other number
 * up to the last one belongs to a stream that ended as streams should.
 */
final class StreamHistory {
    /** All the streams that a client may have at a time, and a few. */
    private static final int KEPT = 256;

    private final int[] reset = new int[KEPT];
    private final int[] gapFrom = new int[KEPT];
    private final int[] gapTo = new int[KEPT];
    private int resets;
    private int gaps;

    /** The client opens a stream; the one before it was {@code last}, 0 if there was none. */
    void opened(int id, int last) {
        int expected = last == 0 ? 1 : last + 2;
        if (id > expected) {
            gapFrom[gaps % KEPT] = expected;
            gapTo[gaps % KEPT] = id - 2;
            gaps++;
        }
    }

    /** We have reset a stream. */
    void reset(int id) {
        reset[resets++ % KEPT] = id;
    }

    /** RFC 9113 §5.1: after RST_STREAM, frames of that stream may still be on their way, and are no error. */
    boolean wasReset(int id) {
        for (int i = 0; i < Math.min(resets, KEPT); i++) {
            if (reset[i] == id) {
                return true;
            }
        }
        return false;
    }

    /** What a client did wrong that sends HEADERS with the number of a stream that is no more. */
    Http2Error errorOfHeaders(int id) {
        for (int i = 0; i < Math.min(gaps, KEPT); i++) {
            if (gapFrom[i] <= id && id <= gapTo[i]) {
                // RFC 9113 §5.1.1: the first use of a number closes all idle ones below it; to use one of them then is
                // a PROTOCOL_ERROR.
                return Http2Error.PROTOCOL_ERROR;
            }
        }
        // RFC 9113 §5.1, closed: after END_STREAM nothing may follow.
        return Http2Error.STREAM_CLOSED;
    }
}
