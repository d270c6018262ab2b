package sevenlayers.balancer.l7;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.backend.Backend;
import sevenlayers.balancer.l7.LocalReply.Problem;
import sevenlayers.balancer.policy.Request;

/**
 * One request and its response: a stream to the client, and a stream to a backend once there is one.
 *
 * <pre>
 *   CHOOSING ──policy──▶ WAITING ──room on a connection──▶ SENT ──final headers──▶ ANSWERING ──▶ DONE
 *       ▲                   │ backend not reached            │ never processed: REFUSED_STREAM, or above GOAWAY's last stream
 *       └───────────────────┴────────────────────────────────┘
 * </pre>
 *
 * <p>A request is sent to a second backend only if the first one certainly did nothing with it (RFC 9113 §8.7). Everything else
 * that goes wrong is told to the client: by gRPC's status if it speaks gRPC, by an HTTP status, or by RST_STREAM once a plain
 * response has begun.
 */
final class Exchange implements Request {
    /** A request is sent this often at most; each time but the last a backend promised that it did nothing with it. */
    private static final int MAX_SENT = 5;

    private final ClientConnection client;
    private final Http2Stream downstream;
    private final Http2Headers headers;
    private final boolean grpc;
    private final RequestBody body;
    private final Router router;
    private final Set<Backend> tried = HashSet.newHashSet(2);

    private final int charge;
    private final long arrivedNanos;

    private @Nullable Backend chosen;
    private @Nullable BackendPool waitingIn;
    private @Nullable Future<?> deadline;
    private @Nullable Attempt attempt;
    private @Nullable ChannelFuture responseEnd;
    private int sent;
    private int status;
    private int unsent;
    private long progressNanos;
    private boolean answering;
    private boolean done;

    Exchange(ClientConnection client, Http2Stream downstream, Http2Headers headers, boolean end, Router router) {
        this.client = client;
        this.downstream = downstream;
        this.headers = headers;
        this.router = router;
        this.grpc = LocalReply.isGrpc(headers.get(HttpHeaderNames.CONTENT_TYPE));
        this.body = new RequestBody(client, downstream, end, router.held());
        this.arrivedNanos = nanoTime();
        this.charge = Held.charge(headers);
        router.held().take(charge);
    }

    @Override
    public InetSocketAddress client() {
        return client.remoteAddress();
    }

    @Override
    public Set<Backend> tried() {
        return tried;
    }

    @Override
    public long nanoTime() {
        return router.housekeeping().nanoTime();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(CharSequence::toString);
    }

    @Override
    public String path() {
        CharSequence path = headers.path();
        return path == null ? "" : path.toString();
    }

    // ---- What the client does

    /** Returns the bytes that are dealt with already, as the codec wants to know. */
    int requestData(ByteBuf data, int padding, boolean end) {
        int window = data.readableBytes() + padding;
        if (done || responseEnd != null && attempt == null) {
            return window;
        }
        body.add(data, window, end);
        writeBody();
        if (router.mayNotHold()) {
            tooMuchHeld();
        }
        return 0;
    }

    void requestTrailers(Http2Headers trailers) {
        if (done || responseEnd != null && attempt == null) {
            return;
        }
        body.addTrailers(trailers);
        writeBody();
        if (router.mayNotHold()) {
            tooMuchHeld();
        }
    }

    /** RST_STREAM from the client: gRPC's cancellation, and what a client does when its deadline passes. */
    void clientReset(long errorCode) {
        abandon(errorCode);
    }

    /** The client's stream is over: all is said on both sides, or it is gone. */
    void clientClosed() {
        abandon(Http2Error.CANCEL.code());
        router.held().give(charge);
    }

    private void abandon(long errorCode) {
        if (done) {
            return;
        }
        done = true;
        leaveBackend(errorCode);
        body.discard();
    }

    private void leaveBackend(long errorCode) {
        if (waitingIn != null) {
            waitingIn.forget(this);
            waitsNoLonger();
            letGo();
        }
        if (attempt != null) {
            attempt.abandoned(body.ended(), nanoTime());
            attempt.connection().reset(attempt.stream(), errorCode);
        }
    }

    // ---- On the way to a backend

    /** The router has chosen. From now on the request counts there, so that policies see those that wait, too. */
    void chosen(Backend backend) {
        backend.begin();
        chosen = backend;
    }

    private void letGo() {
        if (chosen != null) {
            chosen.end();
            chosen = null;
        }
    }

    /** The pool will call {@link #send} when it has room. */
    void waitIn(BackendPool pool) {
        waitingIn = pool;
        GrpcTimeout.nanos(headers)
                .ifPresent(most -> deadline = router.loop()
                        .schedule(this::deadlinePassed, arrivedNanos + most - nanoTime(), TimeUnit.NANOSECONDS));
    }

    private void waitsNoLonger() {
        waitingIn = null;
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    // The backend would keep the deadline, but it has not seen the request.
    private void deadlinePassed() {
        if (waitingIn != null) {
            String waitedFor =
                    "the deadline passed while the request waited for a free stream to " + waitingIn.backend();
            leaveBackend(Http2Error.CANCEL.code());
            fail(Problem.DEADLINE_EXCEEDED, waitedFor);
        }
    }

    /** There is room for one more stream on this connection. */
    void send(BackendConnection connection) {
        waitsNoLonger();
        sent++;
        try {
            attempt = new Attempt(connection, connection.open(this, headers, body.isEmpty()), nanoTime());
            writeBody();
        } catch (Http2Exception.HeaderListSizeException _) {
            letGo();
            fail(Problem.HEADERS_TOO_LARGE, "the request's headers are larger than " + connection.backend() + " takes");
        } catch (Http2Exception _) {
            letGo();
            again(connection.backend(), false, "closed the connection just before the request");
        }
    }

    private void writeBody() {
        if (attempt != null) {
            body.writeTo(attempt.connection(), attempt.stream());
        }
    }

    /** The chosen backend could not be reached: the request has not left us. */
    void notReached(Backend unreachable, String why, boolean itsFault) {
        waitsNoLonger();
        letGo();
        tried.add(unreachable);
        if (itsFault) {
            Attempt.notReached(unreachable, nanoTime());
        }
        router.route(this, unreachable + " " + why);
    }

    /** The chosen backend has left the list while the request waited for it. */
    void chooseAgain(String why) {
        waitsNoLonger();
        letGo();
        router.route(this, why);
    }

    // ---- What the backend does

    void responseHeaders(Http2Headers response, boolean end) {
        if (isInformational(response)) {
            if (!end) {
                answer(response, false);
            } else if (attempt != null) {
                // RFC 9113 §8.1: only final headers may end a response.
                attempt.connection().reset(attempt.stream(), Http2Error.PROTOCOL_ERROR.code());
            }
            return;
        }
        if (!answering) {
            answering = true;
            status = Verdict.status(response);
            body.commit();
            if (!end && attempt != null) {
                attempt.responded(nanoTime());
            }
        }
        if (end && attempt != null) {
            attempt.completed(Verdict.good(grpc, status, response), nanoTime());
        }
        written(answer(response, end), end);
    }

    // Headers are not flow-controlled: they wait in the socket's queue if the client does not read.
    private ChannelFuture answer(Http2Headers response, boolean end) {
        Held held = router.held();
        int headersCharge = Held.charge(response);
        held.take(headersCharge);
        return client.writeHeaders(downstream.id(), response, end).addListener(_ -> held.give(headersCharge));
    }

    // RFC 9113 §8.1: any number of 1xx may precede the final headers.
    private static boolean isInformational(Http2Headers response) {
        CharSequence status = response.status();
        return status != null && status.length() == 3 && status.charAt(0) == '1';
    }

    int responseData(BackendConnection from, Http2Stream stream, ByteBuf data, int padding, boolean end) {
        int window = data.readableBytes() + padding;
        if (done) {
            return window;
        }
        if (!answering) {
            // RFC 9113 §8.1: a response begins with headers.
            from.reset(stream, Http2Error.PROTOCOL_ERROR.code());
            return window;
        }
        if (end && attempt != null) {
            attempt.completed(Verdict.goodWithoutTrailers(grpc, status), nanoTime());
        }
        Held held = router.held();
        ByteBuf bytes = held.keep(data);
        int piece = Held.charge(bytes);
        held.take(piece);
        if (unsent == 0) {
            progressNanos = router.housekeeping().roughNanos();
        }
        unsent += window;
        ChannelFuture write = client.writeData(downstream.id(), bytes, end);
        write.addListener(_ -> {
            held.give(piece);
            unsent -= window;
            progressNanos = router.housekeeping().roughNanos();
            from.returnWindow(stream, window);
        });
        written(write, end);
        if (router.mayNotHold()) {
            tooMuchHeld();
        }
        return 0;
    }

    private void written(ChannelFuture write, boolean end) {
        if (end) {
            responseEnd = write;
        }
    }

    /** RST_STREAM from the backend. */
    void backendReset(long errorCode) {
        if (attempt != null) {
            // After a complete response this changes nothing.
            attempt.failed(nanoTime());
        }
        if (errorCode == Http2Error.REFUSED_STREAM.code() && !answering) {
            retry(true, "refused the stream");
        } else if (responseEnd != null) {
            // RFC 9113 §8.1: the answer is complete and the rest of the request is not wanted.
            resetAfterResponse(errorCode);
        } else {
            breakOff(errorCode);
        }
    }

    private void breakOff(long errorCode) {
        done = true;
        body.discard();
        client.reset(downstream, errorCode);
    }

    /** GOAWAY whose last stream is below ours: the backend has not seen the request and never will. */
    void notProcessed() {
        retry(false, "is closing that connection");
    }

    private void retry(boolean elsewhere, String why) {
        Backend refused = detach();
        if (refused != null) {
            again(refused, elsewhere, why);
        }
    }

    private void again(Backend refused, boolean elsewhere, String why) {
        if (done) {
            return;
        }
        if (!body.replayable() || sent >= MAX_SENT) {
            fail(Problem.UNAVAILABLE, refused + " " + why + ", and the request cannot be sent once more");
            return;
        }
        if (elsewhere) {
            tried.add(refused);
        }
        body.rewind();
        router.route(this, refused + " " + why);
    }

    /** The stream to the backend is over, for better or worse. */
    void backendClosed(String how) {
        if (attempt != null && responseEnd == null) {
            attempt.failed(nanoTime());
        }
        Backend lost = detach();
        if (done || lost == null) {
            return;
        }
        if (responseEnd == null) {
            fail(Problem.BAD_GATEWAY, lost + " " + how + " before its response was complete");
        } else if (!body.ended()) {
            resetAfterResponse(Http2Error.NO_ERROR.code());
        }
    }

    /** Lets go of the backend's stream; later events on it are none of ours. */
    private @Nullable Backend detach() {
        if (attempt == null) {
            return null;
        }
        Attempt ended = attempt;
        attempt = null;
        ended.end();
        letGo();
        return ended.backend();
    }

    // ---- What becomes too much

    /** How long the response has had something to send without any of it being taken, in nanoseconds. */
    long stalledNanos(long nowNanos) {
        return unsent == 0 ? 0 : nowNanos - progressNanos;
    }

    void look(long nowNanos) {
        if (stalledNanos(nowNanos) > client.limits().patience().stalled().toNanos()) {
            makeRoom();
        }
    }

    /**
     * Ends a response that nobody reads: what waits is thrown away. The client hears it as RST_STREAM with ENHANCE_YOUR_CALM, which gRPC calls
     * RESOURCE_EXHAUSTED. A sentence of ours cannot go with it: trailers would wait behind what is not read.
     */
    void makeRoom() {
        if (!done) {
            leaveBackend(Http2Error.CANCEL.code());
            breakOff(Http2Error.ENHANCE_YOUR_CALM.code());
        }
    }

    /** Ends it because the door must not hold more, and this is what came last. */
    void tooMuchHeld() {
        if (!done && responseEnd == null) {
            leaveBackend(Http2Error.CANCEL.code());
            detach();
            fail(
                    Problem.RESOURCE_EXHAUSTED,
                    "the door holds " + router.held().bytes() + " bytes for slow readers, and the most it may are "
                            + router.held().most());
        }
    }

    // ---- What we say ourselves

    void fail(Problem problem, String message) {
        if (done || responseEnd != null) {
            return;
        }
        String sentence = router.balancer() + ": " + message;
        body.discard();
        if (!answering && grpc) {
            responseEnd = answer(LocalReply.grpcTrailersOnly(problem, sentence), true);
        } else if (!answering) {
            answer(LocalReply.httpHeaders(problem), false);
            responseEnd = client.writeData(downstream.id(), LocalReply.httpBody(sentence), true);
        } else if (grpc) {
            responseEnd = answer(LocalReply.grpcTrailers(problem, sentence), true);
        } else {
            breakOff(Http2Error.INTERNAL_ERROR.code());
            return;
        }
        if (!body.ended()) {
            resetAfterResponse(Http2Error.NO_ERROR.code());
        }
    }

    /** Not before the response is out: a reset would throw away what waits for the client's window. */
    private void resetAfterResponse(long errorCode) {
        if (responseEnd != null) {
            responseEnd.addListener(_ -> {
                if (!done) {
                    client.reset(downstream, errorCode);
                }
            });
        }
    }
}
