package sevenlayers.client.http2;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Finds GOAWAY frames in the bytes that a server sends, in whatever pieces they arrive.
 *
 * <p>A server's side of a connection is frames from its first byte (RFC 9113 §3.4: its preface is a SETTINGS frame), so nine bytes of
 * header tell how far it is to the next one; every other payload is skipped unread.
 */
public final class GoAwayScanner {

    /** RFC 9113 §4.1: length (24 bits), type (8), flags (8), reserved bit and stream identifier (32). */
    private static final int HEADER_BYTES = 9;

    private static final int TYPE_OFFSET = 3;
    private static final byte TYPE_GOAWAY = 0x07;

    /** Debug data has no limit of its own; more than this of it is not kept. */
    private static final int KEPT_BYTES = GoAway.FIXED_BYTES + 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Consumer<GoAway> found;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    /** Bytes of the current frame's payload that have not arrived. */
    private int missing;
    /** Holds the payload of a GOAWAY; has no room while another frame passes. */
    private ByteBuffer kept = NOTHING;
    /** Whether the frame that is passing is a GOAWAY. */
    private boolean goAway;

    /** @param found told of each GOAWAY, in order, from within {@link #scan} */
    public GoAwayScanner(Consumer<GoAway> found) {
        this.found = found;
    }

    /** Takes the next bytes that arrived; consumes all of them. */
    public void scan(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (header.hasRemaining()) {
                move(bytes, header, header.remaining());
                if (header.hasRemaining()) {
                    return;
                }
                begin();
            } else {
                int here = Math.min(missing, bytes.remaining());
                int end = bytes.position() + here;
                move(bytes, kept, here);
                bytes.position(end);
                missing -= here;
            }
            if (!header.hasRemaining() && missing == 0) {
                finish();
            }
        }
    }

    private void begin() {
        missing = (header.get(0) & 0xff) << 16 | (header.get(1) & 0xff) << 8 | header.get(2) & 0xff;
        goAway = header.get(TYPE_OFFSET) == TYPE_GOAWAY;
        if (goAway) {
            kept = ByteBuffer.allocate(Math.min(missing, KEPT_BYTES));
        }
    }

    private void finish() {
        if (goAway && kept.position() >= GoAway.FIXED_BYTES) {
            found.accept(GoAway.parse(kept.flip()));
        }
        goAway = false;
        kept = NOTHING;
        header.clear();
    }

    private static void move(ByteBuffer from, ByteBuffer to, int most) {
        int bytes = Math.min(Math.min(most, from.remaining()), to.remaining());
        to.put(from.slice(from.position(), bytes));
        from.position(from.position() + bytes);
    }
}
