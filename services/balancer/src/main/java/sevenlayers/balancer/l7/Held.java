package sevenlayers.balancer.l7;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the door holds in memory for its requests, all connections and loops together, and the most it may.
 *
 * <p>Flow control bounds what one stream holds, but not what all hold together: 250 streams of 1,000 connections could hold 16 GB. So each
 * request is charged for its headers and its state, and each piece of a body for the buffer it lives in.
 *
 * <p>A piece is a slice of what one read of a socket brought, and keeps all of that in memory, be it one byte. It is charged
 * for all of that; once there is little left, what is small is copied out of there instead.
 */
final class Held {
    /** Two streams' state in the codec, the exchange, and its places in maps and queues: measured as about this much. */
    private static final int REQUEST_BYTES = 2_048;

    /** The objects of one header field besides its characters. */
    private static final int FIELD_BYTES = 128;

    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    Held(long most) {
        this.most = most;
    }

    /** How much that is now. */
    long bytes() {
        return bytes.get();
    }

    long most() {
        return most;
    }

    /** Whether it is too much. */
    boolean isFull() {
        return bytes.get() > most;
    }

    void take(int charge) {
        bytes.addAndGet(charge);
    }

    void give(int charge) {
        bytes.addAndGet(-charge);
    }

    /** What a request costs until it ends. */
    static int charge(Http2Headers headers) {
        return REQUEST_BYTES + chargeFields(headers);
    }

    /** What header fields alone cost as long as they are kept. */
    static int chargeFields(Http2Headers headers) {
        int charge = 0;
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            charge += FIELD_BYTES + field.getKey().length() + field.getValue().length();
        }
        return charge;
    }

    /** What a piece of a body costs as long as it is kept. */
    static int charge(ByteBuf piece) {
        ByteBuf whole = piece;
        for (ByteBuf under = piece.unwrap(); under != null; under = under.unwrap()) {
            whole = under;
        }
        return whole.capacity();
    }

    /** The bytes of a piece in a buffer that the caller must release: the same one, or a smaller one of their own. */
    ByteBuf keep(ByteBuf piece) {
        int pinned = charge(piece);
        if (bytes.get() + pinned > most / 4 && 2L * piece.readableBytes() < pinned) {
            return PooledByteBufAllocator.DEFAULT
                    .directBuffer(piece.readableBytes())
                    .writeBytes(piece, piece.readerIndex(), piece.readableBytes());
        }
        return piece.retain();
    }
}
