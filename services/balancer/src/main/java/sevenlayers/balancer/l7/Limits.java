package sevenlayers.balancer.l7;

import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * How much one peer may have of us.
 *
 * @param streams concurrent requests on one connection, to either side; RFC 9113 §6.5.2 asks for 100 or more
 * @param streamWindow bytes of DATA that may be under way on one stream; 65,535 is the protocol's own default
 * @param headerListBytes the size of a header list (names, values and 32 for each field) that is still read
 * @param clientConnections connections from clients that the door takes at a time; one more is told so and closed
 * @param heldBytes bytes of headers and bodies that the door holds at a time, of all connections together, because somebody is slow
 * @param toBackend what the door does with one backend
 * @param patience how long a client may keep us waiting
 * @param rates how often a client may do what costs us and brings it nothing
 */
public record Limits(
        int streams,
        int streamWindow,
        int headerListBytes,
        int clientConnections,
        long heldBytes,
        ToBackend toBackend,
        Patience patience,
        Rates rates) {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /**
     * What the balancer runs with. The bytes held are for a pod of 64 MiB: that much heap, and as much again outside of it.
     */
    public static final Limits DEFAULT =
            new Limits(250, 65_535, 32 * 1024, 500, 24L << 20, ToBackend.DEFAULT, Patience.DEFAULT, Rates.DEFAULT);

    /**
     * What the door does with one backend.
     *
     * @param connections that each event loop may open to it
     * @param waiting requests that may wait for a free stream to it, on each event loop
     * @param readyWithin until then it must have accepted the connection and sent its SETTINGS
     * @param pingAfter once requests are under way on a connection and nothing has come for so long, it is asked by a PING
     * @param pingWithin if nothing has come for so long after that, the connection is given up
     */
    public record ToBackend(
            int connections, int waiting, Duration readyWithin, Duration pingAfter, Duration pingWithin) {
        static final ToBackend DEFAULT =
                new ToBackend(4, 1_000, Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    /**
     * How long a client may keep us waiting.
     *
     * @param hello from the connection to its preface and SETTINGS, with TLS to the end of the handshake and then as long again
     * @param frame from the first byte of a frame, or of a header block, to its last
     * @param stalled while a response has something to send and the client takes nothing of it
     * @param idle with no request under way; a sixtieth of it once nine places of ten are taken
     */
    public record Patience(Duration hello, Duration frame, Duration stalled, Duration idle) {
        static final Patience DEFAULT =
                new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1));

        /** With an hour for those that are idle. */
        public Patience(Duration hello, Duration frame, Duration stalled) {
            this(hello, frame, stalled, Duration.ofHours(1));
        }

        Duration idleInACrowd() {
            return idle.dividedBy(60);
        }
    }

    /**
     * How often a client may do what costs us and brings it nothing. Beyond any of these its connection ends with ENHANCE_YOUR_CALM.
     *
     * @param resets RST_STREAM frames a second (CVE-2023-44487); the deadlines of honest clients pass in bursts of {@link #streams}
     * @param errors streams a second that we must reset because the client broke the protocol on them (CVE-2025-8671)
     * @param settings SETTINGS frames a second (CVE-2019-9515); each may change the window of every stream
     * @param pings PING frames a second (CVE-2019-9512); gRPC measures bandwidth with up to one each round trip
     * @param emptyData DATA frames in a row without a byte and without an end (CVE-2019-9518)
     * @param continuations CONTINUATION frames of one header block that are far from full (CVE-2024-27316); the bytes of a block are
     *     limited by {@link #headerListBytes}
     * @param priorities PRIORITY frames for each stream it has opened (CVE-2019-9513), and as many to begin with
     * @param windowUpdates WINDOW_UPDATE frames for each stream it has opened and each DATA frame that it was sent
     * @param answers acknowledgements and resets that wait to be read by the client
     */
    public record Rates(
            int resets,
            int errors,
            int settings,
            int pings,
            int emptyData,
            int continuations,
            int priorities,
            int windowUpdates,
            int answers) {
        // The last three are Envoy's (Http2ProtocolOptions), and so is how they are counted.
        static final Rates DEFAULT = new Rates(1_000, 100, 100, 10_000, 10, 16, 100, 20, 1_000);
    }

    /** How often to look who is too slow. */
    Duration lookEvery() {
        return Stream.of(
                        patience.hello(),
                        patience.frame(),
                        patience.stalled(),
                        toBackend.pingAfter(),
                        toBackend.pingWithin())
                .min(Comparator.naturalOrder())
                .map(shortest -> shortest.dividedBy(4))
                .filter(quarter -> quarter.compareTo(SECOND) < 0)
                .orElse(SECOND);
    }

    /** Bytes of DATA that may be under way on one connection: what all its streams may have together. */
    int connectionWindow() {
        return Math.multiplyExact(streams, streamWindow);
    }

    Http2Settings settings() {
        return new Http2Settings().initialWindowSize(streamWindow).maxHeaderListSize(headerListBytes);
    }

    /** The same, but for backends. */
    public Limits with(ToBackend other) {
        return new Limits(streams, streamWindow, headerListBytes, clientConnections, heldBytes, other, patience, rates);
    }

    /** The same, but for time. */
    public Limits with(Patience other) {
        return new Limits(
                streams, streamWindow, headerListBytes, clientConnections, heldBytes, toBackend, other, rates);
    }

    /** The same, but for what the whole door may hold. */
    public Limits ofDoor(int connections, long bytes) {
        return new Limits(streams, streamWindow, headerListBytes, connections, bytes, toBackend, patience, rates);
    }
}
