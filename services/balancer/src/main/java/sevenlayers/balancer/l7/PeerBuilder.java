package sevenlayers.balancer.l7;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;

/** Sets up Netty's HTTP/2 codec the same way for clients and backends. */
final class PeerBuilder<T extends Http2Peer> extends AbstractHttp2ConnectionHandlerBuilder<T, PeerBuilder<T>> {
    /** RST_STREAM frames a second beyond which a client is misbehaving (CVE-2023-44487); deadlines of honest clients come in bursts. */
    private static final int RESETS_PER_SECOND = 2_000;

    /** Bytes that a stream may write before the next one has its turn: one frame of the default size. */
    private static final int QUANTUM = 16_384;

    private static final AsciiString AUTHORIZATION = AsciiString.cached("authorization");

    private final Limits limits;
    private final Factory<T> factory;

    /** Makes the handler around the codec. */
    @FunctionalInterface
    interface Factory<T> {
        T make(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings, Limits limits);
    }

    private PeerBuilder(boolean server, Limits limits, Factory<T> factory) {
        this.limits = limits;
        this.factory = factory;
        DefaultHttp2Connection connection = new DefaultHttp2Connection(server);
        // RFC 9113 §5.3.2 deprecates priorities: every stream gets its turn.
        UniformStreamByteDistributor turns = new UniformStreamByteDistributor(connection);
        turns.minAllocationChunk(QUANTUM);
        connection.remote().flowController(new DefaultHttp2RemoteFlowController(connection, turns));
        connection(connection);
        validateHeaders(true);
        validateRequiredPseudoHeaders(true);
        // The one who asked to close decides how long to wait for streams, not a timer in here.
        gracefulShutdownTimeoutMillis(-1);
        if (server) {
            decoderEnforceMaxRstFramesPerWindow(RESETS_PER_SECOND, 1);
            encoderEnforceMaxRstFramesPerWindow(RESETS_PER_SECOND, 1);
        }
        // RFC 7541 §7.1.3: credentials stay out of compression contexts on the next hop, too.
        headerSensitivityDetector((name, _) -> AUTHORIZATION.contentEquals(name));
    }

    static <T extends Http2Peer> T server(Limits limits, Factory<T> factory) {
        return new PeerBuilder<>(true, limits, factory)
                .initialSettings(limits.settings().maxConcurrentStreams(limits.streams()))
                .build();
    }

    static <T extends Http2Peer> T client(Limits limits, Factory<T> factory) {
        return new PeerBuilder<>(false, limits, factory)
                .initialSettings(limits.settings().pushEnabled(false))
                .build();
    }

    @Override
    protected T build(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        return factory.make(decoder, encoder, settings, limits);
    }
}
