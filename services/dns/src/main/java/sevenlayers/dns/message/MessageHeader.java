package sevenlayers.dns.message;

import java.nio.ByteBuffer;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;

/**
 * The first twelve bytes of a message (RFC 1035 §4.1.1).
 *
 * @param id by which a reply is matched to its question, 16 bits
 * @param flags the second word as it stands: QR, opcode, AA, TC, RD, RA, Z, AD, CD, rcode
 * @param questions QDCOUNT, the questions that the message says it has
 * @param answers ANCOUNT
 * @param authorities NSCOUNT
 * @param additionals ARCOUNT
 */
public record MessageHeader(int id, int flags, int questions, int answers, int authorities, int additionals) {
    public static final int LENGTH = 12;

    /** The message is a reply. */
    public static final int QR = 0x8000;

    /** The server answers for the zone. */
    public static final int AA = 0x0400;

    /** Something was left out since there was no room. */
    public static final int TC = 0x0200;

    /** The server is asked to find out what it does not know. */
    public static final int RD = 0x0100;

    /** The server would find it out. */
    public static final int RA = 0x0080;

    private static final int OPCODE_SHIFT = 11;
    private static final int NIBBLE = 0xf;

    public MessageHeader {
        if ((id | flags | questions | answers | authorities | additionals) >>> 16 != 0) {
            throw new IllegalArgumentException("the six fields of a header have 16 bits each: " + id + ", " + flags
                    + ", " + questions + ", " + answers + ", " + authorities + ", " + additionals);
        }
    }

    /** @throws MalformedPacketException where there are fewer than twelve bytes */
    public static MessageHeader parse(Bytes message) {
        if (message.length() < LENGTH) {
            throw new MalformedPacketException("a DNS header has 12 bytes, here are " + message.length());
        }
        ByteBuffer in = message.buffer();
        return new MessageHeader(word(in), word(in), word(in), word(in), word(in), word(in));
    }

    public void emit(ByteBuffer out) {
        out.putShort((short) id)
                .putShort((short) flags)
                .putShort((short) questions)
                .putShort((short) answers)
                .putShort((short) authorities)
                .putShort((short) additionals);
    }

    /** These twelve bytes alone. */
    public Bytes bytes() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH);
        emit(out);
        return Bytes.wrap(out.array());
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** What is asked for: 0 is a query, 4 NOTIFY, 5 UPDATE. */
    public int opcode() {
        return flags >>> OPCODE_SHIFT & NIBBLE;
    }

    /** The lower four bits of the response code; the upper eight stand in EDNS. */
    public int rcode() {
        return flags & NIBBLE;
    }

    /**
     * The header of a reply that says no and nothing else: the id, the opcode and RD as they came, every other bit clear. Z and the flags
     * of later RFCs are not echoed (RFC 8906 §3.1.3).
     */
    public MessageHeader refusal(int rcode) {
        if (rcode >>> 4 != 0) {
            throw new IllegalArgumentException("a header has room for response codes 0 to 15, not for " + rcode);
        }
        return new MessageHeader(id, QR | opcode() << OPCODE_SHIFT | flags & RD | rcode, 0, 0, 0, 0);
    }

    private static int word(ByteBuffer in) {
        return in.getShort() & 0xffff;
    }
}
