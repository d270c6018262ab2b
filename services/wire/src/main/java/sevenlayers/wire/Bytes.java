package sevenlayers.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Some bytes that nobody changes any more. A slice shares them with the whole. */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** These bytes, copied. */
    public static Bytes of(byte... bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone(), 0, bytes.length);
    }

    /** These bytes as they are; the caller gives the array away. */
    public static Bytes wrap(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes, 0, bytes.length);
    }

    /** A part of an array as it is; the caller gives the array away. */
    public static Bytes wrap(byte[] bytes, int offset, int length) {
        return length == 0 ? EMPTY : new Bytes(bytes, offset, checked(bytes.length, offset, length));
    }

    /** A text in UTF-8. */
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes written as pairs of hexadecimal digits; blanks between them are passed over. */
    public static Bytes hex(String digits) {
        return wrap(HexFormat.of().parseHex(digits.replaceAll("\\s", "")));
    }

    public static Bytes zeros(int length) {
        return wrap(new byte[length]);
    }

    private static int checked(int limit, int offset, int length) {
        if (offset < 0 || length < 0 || offset > limit - length) {
            throw new IndexOutOfBoundsException(length + " bytes from " + offset + " of " + limit);
        }
        return length;
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** How many bytes of memory it keeps: none where it is a part of something larger, which others keep. */
    public int owned() {
        return length == array.length ? length : 0;
    }

    /** The byte at a place, 0 to 255. */
    public int at(int index) {
        return array[offset + checkedIndex(index)] & 0xff;
    }

    private int checkedIndex(int index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException("byte " + index + " of " + length);
        }
        return index;
    }

    public Bytes slice(int from, int count) {
        checked(length, from, count);
        return count == 0 ? EMPTY : count == length ? this : new Bytes(array, offset + from, count);
    }

    public Bytes from(int start) {
        return slice(start, length - start);
    }

    /** A copy in which one bit is another one; the first bit is the highest of the first byte. */
    public Bytes flipped(int bit) {
        byte[] copy = toArray();
        copy[checkedIndex(bit >> 3)] ^= (byte) (0x80 >>> (bit & 7));
        return wrap(copy);
    }

    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, length);
    }

    public void copyTo(int from, byte[] target, int at, int count) {
        System.arraycopy(array, offset + from, target, at, checked(length, from, count));
    }

    public void emit(ByteBuffer out) {
        out.put(array, offset, length);
    }

    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** To read them, big-endian as networks are. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    /** Goes on with a one's complement sum ({@link Checksum}). */
    long sum(long before) {
        return Checksum.sum(before, array, offset, length);
    }

    public String utf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    public String hex() {
        return HexFormat.of().formatHex(array, offset, offset + length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return length <= 32 ? hex() : slice(0, 32).hex() + "... (" + length + " bytes)";
    }
}
