package sevenlayers.wire.pcapng;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;

/**
 * Reads captures, ours and those of others: sections in either byte order, interfaces, and enhanced packets. Blocks of other types are
 * passed over, as the format wants it.
 */
public final class PcapngReader {
    private static final int SHORTEST_BLOCK = 12;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final List<Capture.Interface> interfaces = new ArrayList<>();
    private final List<Double> nanosPerUnit = new ArrayList<>();
    private final List<Capture.Packet> packets = new ArrayList<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private int firstOfSection;

    private PcapngReader() {}

    /** @throws MalformedPacketException where it is no such file, or is cut short; the message says at which byte */
    public static Capture parse(Bytes file) {
        PcapngReader reader = new PcapngReader();
        int at = 0;
        while (at < file.length()) {
            at += reader.block(file.from(at), at);
        }
        return new Capture(reader.interfaces, reader.packets);
    }

    private int block(Bytes rest, int at) {
        check(rest.length() >= SHORTEST_BLOCK, "a block has at least 12 bytes, here are " + rest.length(), at);
        // The type of a section header reads the same both ways; the magic after it says which way all else is.
        if (rest.buffer().getInt() == Block.SECTION_HEADER) {
            order = order(rest.buffer().getInt(8), at);
            firstOfSection = interfaces.size();
        } else {
            check(at > 0, "a file begins with a section header", at);
        }
        ByteBuffer in = rest.buffer().order(order);
        int type = in.getInt();
        int length = in.getInt();
        boolean fits = length >= SHORTEST_BLOCK && length % 4 == 0 && length <= rest.length();
        check(fits, "the block's length is " + length + "; allowed: multiples of 4 from 12 to " + rest.length(), at);
        check(in.getInt(length - 4) == length, "the length after the block is another one", at);
        Bytes body = rest.slice(8, length - SHORTEST_BLOCK);
        switch (type) {
            case Block.INTERFACE_DESCRIPTION -> describe(body, at);
            case Block.ENHANCED_PACKET -> packet(body, at);
            default -> {}
        }
        return length;
    }

    private static ByteOrder order(int magic, int at) {
        boolean little = Integer.reverseBytes(magic) == Block.BYTE_ORDER_MAGIC;
        check(little || magic == Block.BYTE_ORDER_MAGIC, "the byte-order magic is " + Integer.toHexString(magic), at);
        return little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    private void describe(Bytes body, int at) {
        check(body.length() >= 8, "an interface's description has at least 8 bytes", at);
        Map<Integer, Bytes> options = options(body.from(8), at);
        int linkType = body.buffer().order(order).getShort() & 0xffff;
        interfaces.add(new Capture.Interface(text(options, Block.INTERFACE_NAME), linkType));
        Bytes resolution = options.getOrDefault(Block.INTERFACE_TIME_RESOLUTION, Bytes.of((byte) 6));
        check(resolution.length() == 1, "the resolution of time takes one byte", at);
        // §4.2: a power of 10, or of 2 where the highest bit is set
        int exponent = resolution.at(0) & 0x7f;
        nanosPerUnit.add(NANOS_PER_SECOND * Math.pow(resolution.at(0) >= 0x80 ? 2 : 10, -exponent));
    }

    private void packet(Bytes body, int at) {
        check(body.length() >= 20, "a packet's block has at least 20 bytes", at);
        ByteBuffer in = body.buffer().order(order);
        int number = firstOfSection + in.getInt();
        check(number >= firstOfSection && number < interfaces.size(), "the packet's interface was not described", at);
        long time = (in.getInt() & 0xffff_ffffL) << 32 | in.getInt() & 0xffff_ffffL;
        int captured = in.getInt();
        int original = in.getInt();
        boolean fits = captured >= 0 && captured <= body.length() - 20;
        check(fits, "the packet's length is " + captured + "; allowed: 0 to " + (body.length() - 20), at);
        Map<Integer, Bytes> options = options(body.from(Math.min(body.length(), 20 + Block.padded(captured))), at);
        double unit = nanosPerUnit.get(number);
        packets.add(new Capture.Packet(
                number,
                unit == 1 ? time : (long) (time * unit),
                body.slice(20, captured),
                original,
                direction(options.getOrDefault(Block.PACKET_FLAGS, Bytes.EMPTY)),
                text(options, Block.COMMENT)));
    }

    private Direction direction(Bytes flags) {
        int bits = flags.length() == 4 ? flags.buffer().order(order).getInt() & 3 : 0;
        return bits == 3 ? Direction.UNKNOWN : Direction.values()[bits];
    }

    private Map<Integer, Bytes> options(Bytes bytes, int at) {
        Map<Integer, Bytes> options = new HashMap<>();
        int next = 0;
        while (next < bytes.length()) {
            check(next + 4 <= bytes.length(), "an option has at least 4 bytes", at);
            ByteBuffer in = bytes.from(next).buffer().order(order);
            int code = in.getShort() & 0xffff;
            int length = in.getShort() & 0xffff;
            if (code == Block.END_OF_OPTIONS) {
                break;
            }
            check(next + 4 + length <= bytes.length(), "option " + code + " is longer than its block", at);
            options.putIfAbsent(code, bytes.slice(next + 4, length));
            next += 4 + Block.padded(length);
        }
        return options;
    }

    private static String text(Map<Integer, Bytes> options, int code) {
        byte[] bytes = options.getOrDefault(code, Bytes.EMPTY).toArray();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void check(boolean right, String message, int at) {
        if (!right) {
            throw new MalformedPacketException("block at byte " + at + ": " + message);
        }
    }
}
