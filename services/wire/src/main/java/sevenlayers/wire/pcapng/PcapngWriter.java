package sevenlayers.wire.pcapng;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import sevenlayers.wire.Bytes;

/** Writes one section: its header, a description of each interface, and packets. What is written depends on nothing but the calls. */
public final class PcapngWriter {
    // All is little-endian, as the byte-order magic of the first block says.
    private static final byte NANOSECONDS = 9;
    /** The type, and the length at both ends. */
    private static final int FRAME = 12;

    private final OutputStream out;
    private int interfaces;

    public PcapngWriter(OutputStream out, String application) throws IOException {
        this.out = out;
        byte[] name = utf8(application);
        ByteBuffer block = block(Block.SECTION_HEADER, 16 + option(name) + 4);
        block.putInt(Block.BYTE_ORDER_MAGIC)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(-1);
        putOption(block, Block.SECTION_USER_APPLICATION, name);
        putEnd(block);
        write(block);
    }

    /** Describes an interface, and returns its number. */
    public int addInterface(String name, LinkType linkType) throws IOException {
        byte[] bytes = utf8(name);
        ByteBuffer block = block(Block.INTERFACE_DESCRIPTION, 8 + option(bytes) + 8 + 4);
        block.putShort((short) linkType.number()).putShort((short) 0).putInt(0);
        putOption(block, Block.INTERFACE_NAME, bytes);
        putOption(block, Block.INTERFACE_TIME_RESOLUTION, new byte[] {NANOSECONDS});
        putEnd(block);
        write(block);
        return interfaces++;
    }

    /** A packet that was seen at an interface at a time since 1970, with a comment that Wireshark shows; none where it is empty. */
    public void packet(int interfaceNumber, long nanos, Bytes packet, String comment) throws IOException {
        packet(interfaceNumber, nanos, packet, Direction.UNKNOWN, comment);
    }

    /** A packet, and which way it went. */
    public void packet(int interfaceNumber, long nanos, Bytes packet, Direction direction, String comment)
            throws IOException {
        if (interfaceNumber < 0 || interfaceNumber >= interfaces) {
            throw new IllegalArgumentException("interface " + interfaceNumber + " of " + interfaces);
        }
        byte[] text = utf8(comment);
        int options = (text.length == 0 ? 0 : option(text)) + (direction == Direction.UNKNOWN ? 0 : 8);
        ByteBuffer block =
                block(Block.ENHANCED_PACKET, 20 + Block.padded(packet.length()) + (options == 0 ? 0 : options + 4));
        block.putInt(interfaceNumber).putInt((int) (nanos >>> 32)).putInt((int) nanos);
        block.putInt(packet.length()).putInt(packet.length());
        packet.emit(block);
        pad(block, packet.length());
        if (text.length > 0) {
            putOption(block, Block.COMMENT, text);
        }
        if (direction != Direction.UNKNOWN) {
            putOption(block, Block.PACKET_FLAGS, new byte[] {(byte) direction.ordinal(), 0, 0, 0});
        }
        if (options > 0) {
            putEnd(block);
        }
        write(block);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer block(int type, int body) {
        ByteBuffer block = ByteBuffer.allocate(FRAME + body).order(ByteOrder.LITTLE_ENDIAN);
        return block.putInt(type).putInt(FRAME + body);
    }

    private void write(ByteBuffer block) throws IOException {
        block.putInt(block.capacity());
        out.write(block.array());
    }

    private static int option(byte[] value) {
        return 4 + Block.padded(value.length);
    }

    private static void putOption(ByteBuffer block, int code, byte[] value) {
        block.putShort((short) code).putShort((short) value.length).put(value);
        pad(block, value.length);
    }

    private static void putEnd(ByteBuffer block) {
        block.putInt(0);
    }

    private static void pad(ByteBuffer block, int length) {
        block.put(new byte[Block.padded(length) - length]);
    }
}
