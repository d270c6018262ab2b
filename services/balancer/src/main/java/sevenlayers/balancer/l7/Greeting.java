package sevenlayers.balancer.l7;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hears a client's first bytes, and sees by them what it speaks: HTTP/2 with prior knowledge (RFC 9113 §3.3), TLS, or something that is not
 * spoken here, which it is told in its own language.
 */
final class Greeting extends ByteToMessageDecoder {
    private static final ByteBuf PREFACE =
            Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", US_ASCII));

    /** RFC 8446 §5.1: the type of a record with a handshake message in it, and the first byte of every version. */
    private static final int TLS_HANDSHAKE = 22;

    private static final int TLS_MAJOR = 3;

    private static final int TLS_HANDSHAKE_FAILURE = 40;

    /** The longest method that is waited for; the longest registered one is UPDATEREDIRECTREF. */
    private static final int METHOD_LENGTH = 20;

    private final Limits limits;
    private final String balancer;
    private final @Nullable Supplier<ChannelHandler> tls;
    private final Supplier<ClientConnection> http2;
    private @Nullable Future<?> timeout;

    /**
     * Of one connection.
     *
     * @param tls makes what goes on with a TLS handshake; null: none is spoken
     * @param http2 makes what goes on with HTTP/2
     */
    Greeting(Limits limits, String balancer, @Nullable Supplier<ChannelHandler> tls, Supplier<ClientConnection> http2) {
        this.limits = limits;
        this.balancer = balancer;
        this.tls = tls;
        this.http2 = http2;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timeout = ctx.executor()
                .schedule(() -> ctx.close(), limits.patience().hello().toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.readableBytes() >= 2 && isTls(in)) {
            if (tls == null) {
                answer(ctx, in, tlsAlert(TLS_HANDSHAKE_FAILURE));
            } else {
                ctx.pipeline().replace(this, null, tls.get());
            }
            return;
        }
        int known = Math.min(in.readableBytes(), PREFACE.readableBytes());
        boolean preface = ByteBufUtil.equals(in, in.readerIndex(), PREFACE, 0, known);
        int method = methodLength(in);
        if (!preface && method > 0 && in.readableBytes() > method && in.getByte(in.readerIndex() + method) == ' ') {
            answer(ctx, in, Unpooled.copiedBuffer(http1Answer(), UTF_8));
        } else if (preface ? known == PREFACE.readableBytes() : method == 0 || in.readableBytes() > method) {
            // Noise, too: the codec says with GOAWAY what it expected.
            ctx.pipeline().replace(this, null, http2.get());
        }
    }

    /** RFC 8446 §5.1 and §6.2: a record of type alert, of two bytes: fatal, and what. */
    static ByteBuf tlsAlert(int description) {
        return Unpooled.wrappedBuffer(new byte[] {21, TLS_MAJOR, 3, 0, 2, 2, (byte) description});
    }

    /** Whether these bytes, two or more, are the beginning of TLS. */
    static boolean isTls(ByteBuf in) {
        return in.getByte(in.readerIndex()) == TLS_HANDSHAKE && in.getByte(in.readerIndex() + 1) == TLS_MAJOR;
    }

    private static int methodLength(ByteBuf in) {
        int length = 0;
        while (length < Math.min(METHOD_LENGTH, in.readableBytes())
                && isLetter(in.getByte(in.readerIndex() + length))) {
            length++;
        }
        return length;
    }

    private static boolean isLetter(byte b) {
        return b >= 'A' && b <= 'Z';
    }

    // RFC 9110 §15.6.6: the answer should say which protocols are supported. 426 would have to
    // name one to upgrade to, but RFC 9113 §3.1 has no upgrade to HTTP/2 any more.
    private String http1Answer() {
        String body = balancer + ": HTTP/2 is spoken here, and gRPC on it; this was HTTP/1."
                + " With curl: --http2-prior-knowledge.\n";
        return "HTTP/1.1 505 HTTP Version Not Supported\r\n"
                + "content-type: text/plain; charset=utf-8\r\n"
                + "content-length: " + body.getBytes(UTF_8).length + "\r\n"
                + "connection: close\r\n\r\n"
                + body;
    }

    private void answer(ChannelHandlerContext ctx, ByteBuf in, ByteBuf answer) {
        in.skipBytes(in.readableBytes());
        ctx.pipeline().replace(this, null, new LastWord(ctx.writeAndFlush(answer)));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
