package sevenlayers.balancer.l7;

import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;

/**
 * Netty's HTTP/2 codec for one connection, put together the same way for clients and backends, with our checks in between.
 *
 * @param settings what we say of ourselves
 * @param gate what a client's frames go through first
 */
record Codec(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings, FrameGate gate) {
    /** Bytes that a stream may write before the next one has its turn: one frame of the default size. */
    private static final int QUANTUM = 16_384;

    private static final AsciiString AUTHORIZATION = AsciiString.cached("authorization");

    /** For a connection from a client. */
    static Codec server(Limits limits) {
        return make(new DefaultHttp2Connection(true), limits.settings().maxConcurrentStreams(limits.streams()), limits);
    }

    /** For a connection to a backend. */
    static Codec client(Limits limits) {
        return make(new DefaultHttp2Connection(false), limits.settings().pushEnabled(false), limits);
    }

    private static Codec make(Http2Connection connection, Http2Settings settings, Limits limits) {
        // RFC 9113 §5.3.2 deprecates priorities: every stream gets its turn.
        UniformStreamByteDistributor turns = new UniformStreamByteDistributor(connection);
        turns.minAllocationChunk(QUANTUM);
        connection.remote().flowController(new DefaultHttp2RemoteFlowController(connection, turns));

        StreamHistory history = new StreamHistory();
        // RFC 7541 §7.1.3: credentials stay out of compression contexts on the next hop, too.
        DefaultHttp2FrameWriter writer = new DefaultHttp2FrameWriter((name, _) -> AUTHORIZATION.contentEquals(name));
        Answers encoder = new Answers(
                new DefaultHttp2ConnectionEncoder(connection, writer),
                limits.rates().answers(),
                history);
        DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader(
                new DefaultHttp2HeadersDecoder(true, limits.headerListBytes()),
                limits.rates().continuations());
        FrameGate gate = new FrameGate(reader, connection, encoder, history, limits.rates(), System::nanoTime);
        Http2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(
                connection,
                encoder,
                connection.isServer() ? gate : reader,
                Http2PromisedRequestVerifier.ALWAYS_VERIFY,
                true, // acknowledges SETTINGS
                true, // and PING
                true, // checks headers
                true); // and that those are there which a message must have
        return new Codec(decoder, encoder, settings, gate);
    }
}
