package sevenlayers.wire.tcp;

import java.nio.ByteBuffer;
import java.util.List;
import sevenlayers.wire.Bytes;

/** An option of the header: a kind, and for all but the first two a length, which counts both (RFC 9293 §3.1). */
public sealed interface TcpOption {
    int kind();

    /** How many bytes it takes. */
    int length();

    void emit(ByteBuffer out);

    /** Nothing follows. */
    record EndOfOptions() implements TcpOption {
        static final int KIND = 0;

        @Override
        public int kind() {
            return KIND;
        }

        @Override
        public int length() {
            return 1;
        }

        @Override
        public void emit(ByteBuffer out) {
            out.put((byte) KIND);
        }
    }

    /** Fills a byte, so that the next option begins on a word. */
    record NoOperation() implements TcpOption {
        static final int KIND = 1;

        @Override
        public int kind() {
            return KIND;
        }

        @Override
        public int length() {
            return 1;
        }

        @Override
        public void emit(ByteBuffer out) {
            out.put((byte) KIND);
        }
    }

    /** The most data that the sender takes in one segment, not counting options (RFC 9293 §3.7.1, RFC 6691): 0 to 65,535. */
    record MaximumSegmentSize(int size) implements TcpOption {
        static final int KIND = 2;
        static final int LENGTH = 4;

        public MaximumSegmentSize {
            check(size >= 0 && size <= 0xffff, "a maximum segment size is 0 to 65,535, not ", size);
        }

        @Override
        public int kind() {
            return KIND;
        }

        @Override
        public int length() {
            return LENGTH;
        }

        @Override
        public void emit(ByteBuffer out) {
            out.put((byte) KIND).put((byte) LENGTH).putShort((short) size);
        }
    }

    /** By how many bits the sender's windows are shifted (RFC 7323 §2.2): 0 to 255, of which more than 14 counts as 14. */
    record WindowScale(int shift) implements TcpOption {
        static final int KIND = 3;
        static final int LENGTH = 3;

        public WindowScale {
            check(shift >= 0 && shift <= 0xff, "a window shift is 0 to 255, not ", shift);
        }

        @Override
        public int kind() {
            return KIND;
        }

        @Override
        public int length() {
            return LENGTH;
        }

        @Override
        public void emit(ByteBuffer out) {
            out.put((byte) KIND).put((byte) LENGTH).put((byte) shift);
        }
    }

    /** The sender understands selective acknowledgments (RFC 2018 §2). */
    record SackPermitted() implements TcpOption {
        static final int KIND = 4;
        static final int LENGTH = 2;

        @Override
        public int kind() {
            return KIND;
        }

        @Override
        public int length() {
            return LENGTH;
        }

        @Override
        public void emit(ByteBuffer out) {
            out.put((byte) KIND).put((byte) LENGTH);
        }
    }

    /** What arrived beyond a gap (RFC 2018 §3): 0 to 4 blocks, the latest first; where the first is a duplicate, RFC 2883 reports it. */
    record Sack(List<SackBlock> blocks) implements TcpOption {
        static final int KIND = 5;

        public Sack {
            blocks = List.copyOf(blocks);
            check(blocks.size() <= 4, "there is room for 4 blocks, not for ", blocks.size());
        }

        @Override
        public int kind() {
            return KIND;
        }

        @Override
        public int length() {
            return 2 + SackBlock.LENGTH * blocks.size();
        }

        @Override
        public void emit(ByteBuffer out) {
            out.put((byte) KIND).put((byte) length());
            for (SackBlock block : blocks) {
                out.putInt(block.left()).putInt(block.right());
            }
        }
    }

    /** The sender's clock, and the one of the other end that it heard last (RFC 7323 §3.2). */
    record Timestamps(int value, int echoReply) implements TcpOption {
        static final int KIND = 8;
        static final int LENGTH = 10;

        @Override
        public int kind() {
            return KIND;
        }

        @Override
        public int length() {
            return LENGTH;
        }

        @Override
        public void emit(ByteBuffer out) {
            out.put((byte) KIND).put((byte) LENGTH).putInt(value).putInt(echoReply);
        }
    }

    /** How long the sender lets data stay unacknowledged (RFC 5482 §3): 0 to 32,767 minutes or seconds. */
    record UserTimeout(boolean minutes, int amount) implements TcpOption {
        static final int KIND = 28;
        static final int LENGTH = 4;

        public UserTimeout {
            check(amount >= 0 && amount <= 0x7fff, "a user timeout is 0 to 32,767, not ", amount);
        }

        @Override
        public int kind() {
            return KIND;
        }

        @Override
        public int length() {
            return LENGTH;
        }

        @Override
        public void emit(ByteBuffer out) {
            out.put((byte) KIND).put((byte) LENGTH).putShort((short) ((minutes ? 0x8000 : 0) | amount));
        }
    }

    /** Asks for a cookie, or gives it (RFC 7413 §4.1.1): none, or 4 to 16 bytes, an even number. */
    record FastOpen(Bytes cookie) implements TcpOption {
        static final int KIND = 34;

        @Override
        public int kind() {
            return KIND;
        }

        @Override
        public int length() {
            return 2 + cookie.length();
        }

        @Override
        public void emit(ByteBuffer out) {
            out.put((byte) KIND).put((byte) length());
            cookie.emit(out);
        }
    }

    /** One that this code does not know, or whose length is not that of its kind: kept as it is (RFC 9293 §3.1, MUST-6). */
    record Unknown(int kind, Bytes data) implements TcpOption {
        public Unknown {
            check(kind >= 0 && kind <= 0xff, "an option's kind is 0 to 255, not ", kind);
            check(data.length() <= 38, "an option has at most 38 bytes of data, not ", data.length());
        }

        @Override
        public int length() {
            return 2 + data.length();
        }

        @Override
        public void emit(ByteBuffer out) {
            out.put((byte) kind).put((byte) length());
            data.emit(out);
        }
    }

    /**
     * Bytes in an option's place, whatever they are: for whoever wants to send a broken header. Nothing that is read becomes this; an option
     * whose length cannot be makes the segment malformed.
     */
    record Raw(Bytes bytes) implements TcpOption {
        @Override
        public int kind() {
            return bytes.isEmpty() ? EndOfOptions.KIND : bytes.at(0);
        }

        @Override
        public int length() {
            return bytes.length();
        }

        @Override
        public void emit(ByteBuffer out) {
            bytes.emit(out);
        }
    }

    private static void check(boolean right, String message, int value) {
        if (!right) {
            throw new IllegalArgumentException(message + value);
        }
    }
}
