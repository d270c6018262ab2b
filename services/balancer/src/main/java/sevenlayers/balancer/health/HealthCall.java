package sevenlayers.balancer.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;
import sevenlayers.balancer.health.Prober.Finding;

/**
 * One call of {@code grpc.health.v1.Health/Check} for the whole server, by hand: an empty request, and of the answer one number.
 *
 * <p>[1] gRPC Health Checking Protocol. [2] gRPC over HTTP/2: a message is a byte for compression, four of length, and itself.
 */
final class HealthCall extends ChannelInboundHandlerAdapter {
    private static final String PATH = "/grpc.health.v1.Health/Check";

    /** HealthCheckRequest {service: ""}: a field of its default value is not written. */
    private static final byte[] REQUEST = new byte[5];

    /** HealthCheckResponse {status: SERVING}: field 1, varint, 1. */
    private static final String SERVING = "00000000020801";

    /** HealthCheckResponse {status: NOT_SERVING}. */
    private static final String NOT_SERVING = "00000000020802";

    /** A longer answer is none of this call. */
    private static final int LONGEST_ANSWER = 64;

    private final Consumer<Finding> told;
    private final ByteBuf answer = Unpooled.buffer(LONGEST_ANSWER, LONGEST_ANSWER);

    private HealthCall(Consumer<Finding> told) {
        this.told = told;
    }

    /** Makes a connection that is about to be opened one that speaks HTTP/2. */
    static void prepare(ChannelPipeline connection) {
        connection.addLast(
                Http2FrameCodecBuilder.forClient().build(),
                new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()),
                new ChannelInboundHandlerAdapter() {
                    @Override
                    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                        ctx.close(); // which is told as such
                    }
                });
    }

    /** Makes the call on an open connection. */
    static void start(Channel connection, String authority, Consumer<Finding> told) {
        HealthCall call = new HealthCall(told);
        new Http2StreamChannelBootstrap(connection).handler(call).open().addListener(opened -> {
            if (opened.isSuccess()) {
                send((Channel) opened.getNow(), authority);
            } else {
                told.accept(
                        new Finding.Failed("opened no stream: " + opened.cause().getMessage()));
            }
        });
    }

    private static void send(Channel stream, String authority) {
        Http2Headers headers = new DefaultHttp2Headers()
                .method("POST")
                .scheme("http")
                .authority(authority)
                .path(PATH)
                .set(HttpHeaderNames.CONTENT_TYPE, "application/grpc")
                .set(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
        stream.write(new DefaultHttp2HeadersFrame(headers, false));
        stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(REQUEST), true));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            switch (frame) {
                case Http2HeadersFrame headers -> headers(headers.headers(), headers.isEndStream());
                case Http2DataFrame data -> data(data.content());
                case Http2ResetFrame reset -> failed("reset the call with error " + reset.errorCode());
                default -> {}
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    private void data(ByteBuf data) {
        if (data.readableBytes() > answer.writableBytes()) {
            failed("answered with more than a health check does");
        } else {
            answer.writeBytes(data);
        }
    }

    /** The first ones have the HTTP status; the last ones, which may be the first, have gRPC's. */
    private void headers(Http2Headers headers, boolean end) {
        CharSequence http = headers.status();
        if (http != null && !http.toString().equals("200")) {
            failed("answered with HTTP status " + http);
        } else if (end) {
            CharSequence grpc = headers.get("grpc-status");
            if (grpc == null || !grpc.toString().equals("0")) {
                failed("answered with gRPC status " + (grpc == null ? "none" : grpc));
            } else {
                switch (ByteBufUtil.hexDump(answer)) {
                    case SERVING -> told.accept(new Finding.Well());
                    case NOT_SERVING -> failed("answered NOT_SERVING");
                    default -> failed("answered neither SERVING nor NOT_SERVING");
                }
            }
        }
    }

    private void failed(String why) {
        told.accept(new Finding.Failed(why));
    }
}
