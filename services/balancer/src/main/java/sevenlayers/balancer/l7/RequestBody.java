package sevenlayers.balancer.l7;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What follows a request's headers, on its way to a backend: what cannot be sent yet, and a copy of what was, as long as the request
 * may still have to be sent to another backend.
 *
 * <p>The copy ends when the backend begins to answer or when it grows past {@link #REPLAY_BYTES}. What waits is bounded by the
 * stream's window: nothing is given back to the client before it has been written.
 */
final class RequestBody {
    /** What is kept to be sent again. A gRPC message beyond that is sent to one backend only. */
    static final int REPLAY_BYTES = 65_535;

    /** A frame of the request. */
    private sealed interface Part {
        /**
         * Some of the body.
         *
         * @param window what the client's window must get back for it: data and padding
         * @param charge what it costs as long as it is kept
         */
        record Data(ByteBuf bytes, int window, int charge, boolean end) implements Part {}

        /**
         * Its end.
         *
         * @param charge what they cost as long as they are kept
         */
        record Trailers(Http2Headers headers, int charge) implements Part {}
    }

    private final ClientConnection client;
    private final Http2Stream stream;
    private final Held held;
    private final Deque<Part> waiting = new ArrayDeque<>();
    private final List<Part> sent = new ArrayList<>();
    private int kept;
    private boolean replayable = true;
    private boolean ended;

    RequestBody(ClientConnection client, Http2Stream stream, boolean ended, Held held) {
        this.held = held;
        this.client = client;
        this.stream = stream;
        this.ended = ended;
    }

    /** Whether the client has said all. */
    boolean ended() {
        return ended;
    }

    /** Whether all that the client has said so far could be said to another backend. */
    boolean replayable() {
        return replayable;
    }

    /** Whether the request consists of its headers only. */
    boolean isEmpty() {
        return ended && waiting.isEmpty() && sent.isEmpty();
    }

    void add(ByteBuf data, int window, boolean end) {
        ByteBuf bytes = held.keep(data);
        int charge = Held.charge(bytes);
        held.take(charge);
        waiting.add(new Part.Data(bytes, window, charge, end));
        ended |= end;
        kept += bytes.readableBytes();
        if (kept > REPLAY_BYTES) {
            commit();
        }
    }

    void addTrailers(Http2Headers trailers) {
        int charge = Held.chargeFields(trailers);
        held.take(charge);
        waiting.add(new Part.Trailers(trailers, charge));
        ended = true;
    }

    /** Writes what waits. */
    void writeTo(BackendConnection backend, Http2Stream upstream) {
        for (Part part = waiting.poll(); part != null; part = waiting.poll()) {
            switch (part) {
                case Part.Data(ByteBuf bytes, int window, int charge, boolean end) -> {
                    ByteBuf out = replayable ? bytes.retainedSlice() : bytes;
                    if (replayable) {
                        held.take(charge); // once for what is written, once for the copy
                    }
                    // Given back whether written or not: what was not is either
                    // kept, and bounded, or its stream is over.
                    backend.writeData(upstream.id(), out, end).addListener(_ -> {
                        held.give(charge);
                        client.returnWindow(stream, window);
                    });
                }
                case Part.Trailers(Http2Headers headers, int charge) -> {
                    if (replayable) {
                        held.take(charge);
                    }
                    backend.writeHeaders(upstream.id(), headers, true).addListener(_ -> held.give(charge));
                }
            }
            if (replayable) {
                sent.add(part);
            }
        }
    }

    /** Makes ready to be written again from the start. Only while {@link #replayable}. */
    void rewind() {
        for (int i = sent.size() - 1; i >= 0; i--) {
            Part part = sent.get(i);
            // The window for it has been given back, or will be by its first write.
            waiting.addFirst(
                    part instanceof Part.Data(ByteBuf bytes, int _, int charge, boolean end)
                            ? new Part.Data(bytes, 0, charge, end)
                            : part);
        }
        sent.clear();
    }

    /** Forgets what was sent: this request stays where it is. */
    void commit() {
        replayable = false;
        sent.forEach(this::release);
        sent.clear();
    }

    /** Forgets everything. */
    void discard() {
        commit();
        waiting.forEach(this::release);
        waiting.clear();
    }

    private void release(Part part) {
        switch (part) {
            case Part.Data(ByteBuf bytes, int _, int charge, boolean _) -> {
                bytes.release();
                held.give(charge);
            }
            case Part.Trailers(Http2Headers _, int charge) -> held.give(charge);
        }
    }
}
