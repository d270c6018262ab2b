package sevenlayers.balancer.l7;

import io.netty.handler.codec.http2.Http2Stream;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.backend.PeakEwma;

/**
 * One request at one backend, and what that backend's counters learn from it: once that it went well or badly, and how long it took.
 *
 * <p>A call that the client gave up, or that a limit of ours ended, is neither good nor bad. But if the backend had the whole request and
 * nothing had come back by then, it has taken that long at least, and its average may not be lower. That is believed up to a
 * second, because some calls answer when there is news, and are given up after an hour without.
 */
final class Attempt {
    private static final long SECOND_NANOS = 1_000_000_000;

    private final BackendConnection connection;
    private final Http2Stream stream;
    private final long sentNanos;
    private boolean responded;
    private boolean decided;

    /** The request is on its way. */
    Attempt(BackendConnection connection, Http2Stream stream, long nowNanos) {
        this.connection = connection;
        this.stream = stream;
        this.sentNanos = nowNanos;
    }

    Backend backend() {
        return connection.backend();
    }

    BackendConnection connection() {
        return connection;
    }

    Http2Stream stream() {
        return stream;
    }

    /** The final headers are here, and the response goes on. */
    void responded(long nowNanos) {
        if (!responded) {
            responded = true;
            backend().firstResponse().observe(nowNanos, nowNanos - sentNanos);
        }
    }

    /** The response is complete. */
    void completed(boolean good, long nowNanos) {
        if (!good) {
            failed(nowNanos);
        } else if (!decided) {
            responded(nowNanos);
            decided = true;
            backend().wholeCall().observe(nowNanos, nowNanos - sentNanos);
            backend().succeed();
        }
    }

    /** The backend broke off, or answered that it cannot serve. */
    void failed(long nowNanos) {
        if (!decided) {
            decided = true;
            long took = nowNanos - sentNanos;
            punish(backend(), nowNanos, responded ? 0 : took, took);
        }
    }

    /**
     * The client, or a limit of ours, has ended it.
     *
     * @param allSent whether the backend could have answered: it has the whole request
     */
    void abandoned(boolean allSent, long nowNanos) {
        if (!decided) {
            decided = true;
            long atLeast = Math.min(nowNanos - sentNanos, SECOND_NANOS);
            PeakEwma average = backend().firstResponse();
            if (allSent && !responded && !(average.nanos(nowNanos) > atLeast)) {
                average.observe(nowNanos, atLeast);
            }
        }
    }

    /** The backend's stream is over, or none of ours any more. */
    void end() {
        connection.unbind(stream);
    }

    /** A request could not be brought to the backend at all. */
    static void notReached(Backend backend, long nowNanos) {
        punish(backend, nowNanos, 0, 0);
    }

    private static void punish(Backend backend, long nowNanos, long firstNanos, long wholeNanos) {
        backend.failCall();
        backend.firstResponse().observeFailure(nowNanos, firstNanos);
        backend.wholeCall().observeFailure(nowNanos, wholeNanos);
    }
}
