package sevenlayers.dns.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sevenlayers.wire.Bytes;

/** Messages in a stream of bytes, each after its length in two bytes (RFC 1035 §4.2.2), however the stream is cut. */
public final class Framing {
    private static final int PREFIX = 2;
    private static final int FIRST_ROOM = 512;

    /*
     * Room grows with what has come, not with what the length promises: a connection that only promises costs half a kilobyte.
     */
    private byte[] held = new byte[FIRST_ROOM];
    private int filled;

    /** A message with its length before it. */
    public static ByteBuffer frame(Bytes message) {
        if (message.length() > 0xffff) {
            throw new IllegalArgumentException("a message has 65,535 bytes at most, not " + message.length());
        }
        ByteBuffer out = ByteBuffer.allocate(PREFIX + message.length());
        out.putShort((short) message.length());
        out.put(message.toArray());
        return out.flip();
    }

    /** Takes what came, and says which messages are complete by it. */
    public List<Bytes> take(ByteBuffer in) {
        if (held.length - filled < in.remaining()) {
            held = Arrays.copyOf(held, Math.max(2 * held.length, filled + in.remaining()));
        }
        int came = in.remaining();
        in.get(held, filled, came);
        filled += came;
        List<Bytes> complete = new ArrayList<>();
        int at = 0;
        while (filled - at >= PREFIX) {
            int length = (held[at] & 0xff) << 8 | held[at + 1] & 0xff;
            if (filled - at - PREFIX < length) {
                break;
            }
            complete.add(Bytes.of(Arrays.copyOfRange(held, at + PREFIX, at + PREFIX + length)));
            at += PREFIX + length;
        }
        if (at > 0) {
            held = Arrays.copyOfRange(held, at, Math.max(at + FIRST_ROOM, filled));
            filled -= at;
        }
        return complete;
    }
}
