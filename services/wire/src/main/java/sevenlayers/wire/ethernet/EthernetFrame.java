package sevenlayers.wire.ethernet;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;

/**
 * A frame.
 *
 * @param destination an address of 48 bits
 * @param source an address of 48 bits
 * @param type what the data is, from 1,536 on (IPv4: 0x0800); up to 1,500 it is the length of the data instead
 */
public record EthernetFrame(long destination, long source, int type, Bytes payload) {
    public static final int HEADER = 14;
    public static final int IPV4 = 0x0800;
    public static final int ARP = 0x0806;
    public static final int IPV6 = 0x86dd;
    /** The bit of an address that says that a system's owner has given it, not the maker of the card. */
    public static final long LOCALLY_ADMINISTERED = 0x0200_0000_0000L;

    /** The shortest frame on a cable, its check sequence included: shorter ones are filled up. */
    public static final int MINIMUM = 64;

    private static final int CHECK_SEQUENCE = 4;
    private static final int LONGEST_LENGTH = 1_500;

    public EthernetFrame {
        if (destination >>> 48 != 0 || source >>> 48 != 0 || type >>> 16 != 0) {
            throw new IllegalArgumentException("an Ethernet address has 48 bits, a type 16");
        }
    }

    /** A frame as captures have it: without its check sequence. */
    public static EthernetFrame parse(Bytes bytes) {
        if (bytes.length() < HEADER) {
            throw new MalformedPacketException("an Ethernet header has 14 bytes, here are " + bytes.length());
        }
        ByteBuffer in = bytes.buffer();
        long destination = address(in);
        long source = address(in);
        int type = in.getShort() & 0xffff;
        int rest = bytes.length() - HEADER;
        if (type <= LONGEST_LENGTH && type > rest) {
            throw new MalformedPacketException("the length is " + type + "; allowed: up to " + rest);
        }
        return new EthernetFrame(destination, source, type, bytes.slice(HEADER, type <= LONGEST_LENGTH ? type : rest));
    }

    /** A frame as it was on the cable: with its check sequence, which must fit. */
    public static EthernetFrame parseChecked(Bytes bytes) {
        if (bytes.length() < MINIMUM) {
            throw new MalformedPacketException(
                    "a frame has at least 64 bytes, here are " + bytes.length() + ": a runt");
        }
        Bytes frame = bytes.slice(0, bytes.length() - CHECK_SEQUENCE);
        int found = Integer.reverseBytes(bytes.buffer().getInt(frame.length()));
        if (found != checkSequence(frame)) {
            throw new MalformedPacketException("the frame check sequence does not fit");
        }
        return parse(frame);
    }

    private static long address(ByteBuffer in) {
        return (in.getShort() & 0xffffL) << 32 | in.getInt() & 0xffff_ffffL;
    }

    /** Writes it as captures have it. */
    public void emit(ByteBuffer out) {
        out.putShort((short) (destination >>> 32)).putInt((int) destination);
        out.putShort((short) (source >>> 32)).putInt((int) source);
        out.putShort((short) type);
        payload.emit(out);
    }

    public Bytes toBytes() {
        ByteBuffer out = ByteBuffer.allocate(HEADER + payload.length());
        emit(out);
        return Bytes.wrap(out.array());
    }

    /** Writes it as it is on the cable: filled up to 64 bytes, its check sequence at the end. */
    public Bytes toCheckedBytes() {
        int length = Math.max(HEADER + payload.length(), MINIMUM - CHECK_SEQUENCE);
        ByteBuffer out = ByteBuffer.allocate(length + CHECK_SEQUENCE);
        emit(out);
        int sequence = checkSequence(Bytes.wrap(out.array(), 0, length));
        // IEEE 802.3 §3.2.9: the check sequence is the one field whose bits go out highest first; in bytes that is
        // little-endian.
        out.putInt(length, Integer.reverseBytes(sequence));
        return Bytes.wrap(out.array());
    }

    /** The CRC-32 of IEEE 802.3 §3.2.9, over everything before it. */
    static int checkSequence(Bytes frame) {
        CRC32 crc = new CRC32();
        crc.update(frame.buffer());
        return (int) crc.getValue();
    }
}
