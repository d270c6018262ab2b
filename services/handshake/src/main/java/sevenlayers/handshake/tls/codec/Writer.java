package sevenlayers.handshake.tls.codec;

import java.util.Arrays;
import java.util.function.Consumer;
import sevenlayers.wire.Bytes;

/** Writes what {@link Reader} reads. */
public final class Writer {
    private byte[] array = new byte[256];
    private int length;

    /** What somebody writes. */
    public static Bytes written(Consumer<Writer> by) {
        Writer writer = new Writer();
        by.accept(writer);
        return writer.bytes();
    }

    public Writer u8(int value) {
        return number(value, 1);
    }

    public Writer u16(int value) {
        return number(value, 2);
    }

    public Writer u24(int value) {
        return number(value, 3);
    }

    public Writer u32(long value) {
        return number(value, 4);
    }

    private Writer number(long value, int size) {
        if (value >>> 8 * size != 0) {
            throw new IllegalArgumentException(value + " does not fit into " + size + " bytes");
        }
        room(size);
        for (int i = size - 1; i >= 0; i--) {
            array[length++] = (byte) (value >>> 8 * i);
        }
        return this;
    }

    public Writer bytes(Bytes bytes) {
        room(bytes.length());
        bytes.copyTo(array, length);
        length += bytes.length();
        return this;
    }

    /** Bytes with their length in front, which takes so many bytes itself. */
    public Writer opaque(int lengthBytes, Bytes bytes) {
        return number(bytes.length(), lengthBytes).bytes(bytes);
    }

    /** A vector of what somebody writes. */
    public Writer vector(int lengthBytes, Consumer<Writer> inside) {
        return opaque(lengthBytes, written(inside));
    }

    private void room(int more) {
        if (length + more > array.length) {
            array = Arrays.copyOf(array, Math.max(2 * array.length, length + more));
        }
    }

    public Bytes bytes() {
        return Bytes.wrap(Arrays.copyOf(array, length));
    }
}
