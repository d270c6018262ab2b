package sevenlayers.balancer.l7;

import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;

/**
 * How much one peer may have of us.
 *
 * @param streams concurrent requests on one connection, to either side; RFC 9113 §6.5.2 asks for 100 or more
 * @param streamWindow bytes of DATA that may be under way on one stream; 65,535 is the protocol's own default
 * @param headerListBytes the size of a header list (names, values and 32 for each field) that is still read
 * @param connectionsPerBackend connections that each event loop may open to one backend
 * @param waitingPerBackend requests that may wait for a free stream to one backend, on each event loop
 * @param readyWithin until then a backend must have accepted the connection and sent its SETTINGS
 */
public record Limits(
        int streams,
        int streamWindow,
        int headerListBytes,
        int connectionsPerBackend,
        int waitingPerBackend,
        Duration readyWithin) {

    /** What the balancer runs with. */
    public static final Limits DEFAULT = new Limits(250, 65_535, 32 * 1024, 4, 1_000, Duration.ofSeconds(2));

    /** Bytes of DATA that may be under way on one connection: what all its streams may have together. */
    int connectionWindow() {
        return Math.multiplyExact(streams, streamWindow);
    }

    Http2Settings settings() {
        return new Http2Settings().initialWindowSize(streamWindow).maxHeaderListSize(headerListBytes);
    }
}
