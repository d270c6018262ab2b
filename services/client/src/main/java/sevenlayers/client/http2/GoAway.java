package sevenlayers.client.http2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A GOAWAY frame's payload (RFC 9113 §6.8).
 *
 * @param lastStream the highest stream that the server has acted on or still may; 2^31−1 in the first of a graceful pair
 * @param errorCode  why, as a number of §7
 * @param debugData  the server's words, as UTF-8; may be empty
 */
public record GoAway(int lastStream, long errorCode, String debugData) {

    /** Bytes before the debug data. */
    static final int FIXED_BYTES = 8;

    private static final int STREAM_MASK = 0x7fff_ffff;
    private static final long CODE_MASK = 0xffff_ffffL;

    /** Reads a payload of at least {@value #FIXED_BYTES} bytes. */
    static GoAway parse(ByteBuffer payload) {
        int lastStream = payload.getInt() & STREAM_MASK;
        long errorCode = payload.getInt() & CODE_MASK;
        return new GoAway(
                lastStream, errorCode, StandardCharsets.UTF_8.decode(payload).toString());
    }

    /** In words: {@code GOAWAY NO_ERROR, last stream 7, "max_age"}. */
    public String inWords() {
        String words = "GOAWAY " + ErrorCode.nameOf(errorCode) + ", last stream " + lastStream;
        return debugData.isEmpty() ? words : words + ", \"" + debugData + "\"";
    }
}
