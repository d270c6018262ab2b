package sevenlayers.bench.backend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 as far as a server needs it that does not read what it is asked (RFC 9113).
 *
 * <p>Request headers are skipped, not decoded, which is allowed to nobody but a benchmark. The answer's header blocks are constants: they
 * use HPACK's static table only. The client's window for the connection is kept to; a stream's is always larger than the one answer.
 */
final class FixedAnswer extends ByteToMessageDecoder {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int FRAME_HEADER = 9;
    private static final int PREFACE = 24;
    private static final int WINDOW = 65_535;
    private static final int GIVE_BACK = 16_384;

    // RFC 7541: 0x88 is ":status: 200"; then literals without indexing: name 31 of the static table, and a new name.
    private static final byte[] HEAD = concat(new byte[] {(byte) 0x88, 0x0f, 0x10, 16}, ascii("application/grpc"));
    private static final byte[] TRAILERS =
            concat(concat(new byte[] {0, 11}, ascii("grpc-status")), concat(new byte[] {1}, ascii("0")));
    private static final byte[] MESSAGE = concat(new byte[] {0, 0, 0, 0, 32}, new byte[32]);

    private final Queue<Integer> waiting = new ArrayDeque<>();
    private int window = WINDOW;
    private int taken;
    private boolean greeted;
    private @Nullable ByteBuf out;

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> decoded) {
        if (!greeted) {
            if (in.readableBytes() < PREFACE) {
                return;
            }
            in.skipBytes(PREFACE);
            greeted = true;
            frame(ctx, SETTINGS, 0, 0, new byte[0]);
        }
        while (in.readableBytes() >= FRAME_HEADER) {
            int at = in.readerIndex();
            int length = in.getUnsignedMedium(at);
            if (in.readableBytes() < FRAME_HEADER + length) {
                return;
            }
            int stream = in.getInt(at + 5) & Integer.MAX_VALUE;
            take(ctx, in.getByte(at + 3), in.getByte(at + 4), stream, in.slice(at + FRAME_HEADER, length));
            in.skipBytes(FRAME_HEADER + length);
        }
    }

    private void take(ChannelHandlerContext ctx, int type, int flags, int stream, ByteBuf payload) {
        switch (type) {
            case DATA, HEADERS -> {
                if (type == DATA) {
                    giveBack(ctx, payload.readableBytes());
                }
                if ((flags & END_STREAM) != 0) {
                    waiting.add(stream);
                    answer(ctx);
                }
            }
            case SETTINGS, PING -> {
                if ((flags & ACK) == 0) {
                    byte[] echo = new byte[type == PING ? payload.readableBytes() : 0];
                    payload.readBytes(echo);
                    frame(ctx, type, ACK, 0, echo);
                }
            }
            case WINDOW_UPDATE -> {
                if (stream == 0) {
                    window += payload.readInt();
                    answer(ctx);
                }
            }
            default -> {}
        }
    }

    private void giveBack(ChannelHandlerContext ctx, int bytes) {
        taken += bytes;
        if (taken >= GIVE_BACK) {
            out(ctx).writeMedium(4)
                    .writeByte(WINDOW_UPDATE)
                    .writeByte(0)
                    .writeInt(0)
                    .writeInt(taken);
            taken = 0;
        }
    }

    private void answer(ChannelHandlerContext ctx) {
        while (window >= MESSAGE.length && !waiting.isEmpty()) {
            int stream = waiting.remove();
            frame(ctx, HEADERS, END_HEADERS, stream, HEAD);
            frame(ctx, DATA, 0, stream, MESSAGE);
            frame(ctx, HEADERS, END_HEADERS | END_STREAM, stream, TRAILERS);
            window -= MESSAGE.length;
        }
    }

    private void frame(ChannelHandlerContext ctx, int type, int flags, int stream, byte[] payload) {
        out(ctx).writeMedium(payload.length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream)
                .writeBytes(payload);
    }

    private ByteBuf out(ChannelHandlerContext ctx) {
        ByteBuf buffer = out;
        if (buffer == null) {
            buffer = ctx.alloc().directBuffer(4_096);
            out = buffer;
        }
        return buffer;
    }

    /** One write for all that one read asked for. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (out != null) {
            ctx.writeAndFlush(out, ctx.voidPromise());
            out = null;
        }
        super.channelReadComplete(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
