package sevenlayers.handshake.capture;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import sevenlayers.wire.Bytes;

/** Cuts what is written to it into pieces that are neither so small that each costs more than it carries, nor too large for a message. */
final class Pieces extends OutputStream {
    static final int SIZE = 64 * 1024;

    private final Consumer<Bytes> target;
    private byte[] piece = new byte[SIZE];
    private int filled;

    Pieces(Consumer<Bytes> target) {
        this.target = target;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int count = Math.min(end - at, SIZE - filled);
            System.arraycopy(bytes, at, piece, filled, count);
            at += count;
            filled += count;
            if (filled == SIZE) {
                target.accept(Bytes.wrap(piece));
                piece = new byte[SIZE]; // the other one was given away
                filled = 0;
            }
        }
    }

    @Override
    public void flush() {
        if (filled > 0) {
            target.accept(Bytes.wrap(Arrays.copyOf(piece, filled)));
            filled = 0;
        }
    }
}
