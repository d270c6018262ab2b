package sevenlayers.handshake.tls.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import sevenlayers.wire.MalformedPacketException;

/** Vectors of numbers of one size, at least one. */
public final class Numbers {
    private Numbers() {}

    /** @param names what each number means */
    public static List<Integer> parse(
            Reader in, String field, int lengthBytes, int itemBytes, IntFunction<String> names) {
        Reader list = in.vector(field, lengthBytes, itemBytes, (1 << 8 * lengthBytes) - 1);
        if (list.left() % itemBytes != 0) {
            throw new MalformedPacketException(
                    field + " has " + list.left() + " bytes, which is not a multiple of " + itemBytes);
        }
        List<Integer> numbers = new ArrayList<>();
        while (list.more()) {
            int number = itemBytes == 1 ? list.u8("item") : list.u16("item");
            list.means(String.format(itemBytes == 1 ? "0x%02x %s" : "0x%04x %s", number, names.apply(number)));
            numbers.add(number);
        }
        return numbers;
    }

    public static void emit(Writer out, List<Integer> numbers, int lengthBytes, int itemBytes) {
        out.vector(
                lengthBytes,
                list -> numbers.forEach(number -> {
                    if (itemBytes == 1) {
                        list.u8(number);
                    } else {
                        list.u16(number);
                    }
                }));
    }
}
