package sevenlayers.wire.pcapng;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import sevenlayers.wire.Bytes;

/** Writes one section: its header, a description of each interface, and packets. What is written depends on nothing but the calls. */
public final class PcapngWriter {
    // Numbers of draft-ietf-opsawg-pcapng §4. All are little-endian, as the byte-order magic of the first block says.
    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int OPTION_COMMENT = 1;
    private static final int SECTION_USER_APPLICATION = 4;
    private static final int INTERFACE_NAME = 2;
    private static final int INTERFACE_TIME_RESOLUTION = 9;
    private static final byte NANOSECONDS = 9;
    /** The type, and the length at both ends. */
    private static final int FRAME = 12;

    private final OutputStream out;
    private int interfaces;

    public PcapngWriter(OutputStream out, String application) throws IOException {
        this.out = out;
        byte[] name = utf8(application);
        ByteBuffer block = block(SECTION_HEADER, 16 + option(name) + 4);
        block.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
        putOption(block, SECTION_USER_APPLICATION, name);
        putEnd(block);
        write(block);
    }

    /** Describes an interface, and returns its number. */
    public int addInterface(String name, LinkType linkType) throws IOException {
        byte[] bytes = utf8(name);
        ByteBuffer block = block(INTERFACE_DESCRIPTION, 8 + option(bytes) + 8 + 4);
        block.putShort((short) linkType.number).putShort((short) 0).putInt(0);
        putOption(block, INTERFACE_NAME, bytes);
        putOption(block, INTERFACE_TIME_RESOLUTION, new byte[] {NANOSECONDS});
        putEnd(block);
        write(block);
        return interfaces++;
    }

    /** A packet that was seen at an interface at a time since 1970, with a comment that Wireshark shows; none where it is empty. */
    public void packet(int interfaceNumber, long nanos, Bytes packet, String comment) throws IOException {
        if (interfaceNumber < 0 || interfaceNumber >= interfaces) {
            throw new IllegalArgumentException("interface " + interfaceNumber + " of " + interfaces);
        }
        byte[] text = utf8(comment);
        int options = text.length == 0 ? 0 : option(text) + 4;
        ByteBuffer block = block(ENHANCED_PACKET, 20 + padded(packet.length()) + options);
        block.putInt(interfaceNumber).putInt((int) (nanos >>> 32)).putInt((int) nanos);
        block.putInt(packet.length()).putInt(packet.length());
        packet.emit(block);
        pad(block, packet.length());
        if (options > 0) {
            putOption(block, OPTION_COMMENT, text);
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
        return 4 + padded(value.length);
    }

    private static void putOption(ByteBuffer block, int code, byte[] value) {
        block.putShort((short) code).putShort((short) value.length).put(value);
        pad(block, value.length);
    }

    private static void putEnd(ByteBuffer block) {
        block.putInt(0);
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }

    private static void pad(ByteBuffer block, int length) {
        block.put(new byte[padded(length) - length]);
    }
}
