package sevenlayers.dns.resolve;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.MalformedPacketException;

/**
 * A question as it goes to a server.
 *
 * @param id which a forger must guess: 16 bits
 * @param name in the case in which it is sent
 * @param type asked for
 * @param ednsSize the largest datagram that is taken; 0: no EDNS
 */
record Query(int id, Name name, int type, int ednsSize) {
    private static final int FIXED = 4; // type and class
    private static final int OPT = 11; // RFC 6891 §6.1.2: the root's name, type, size, rcode and flags, length

    /** A question that nobody can foresee: a random id and, where wanted, the letters of the name in random case. */
    static Query random(Name name, int type, boolean mixedCase, int ednsSize, RandomGenerator random) {
        return new Query(random.nextInt(1 << 16), mixedCase ? mixed(name, random) : name, type, ednsSize);
    }

    /** The whole message; RD is clear, since a server is asked, not a resolver (RFC 1034 §5.3.3). */
    Bytes bytes() {
        byte[] wire = name.toWire();
        ByteBuffer out = ByteBuffer.allocate(MessageHeader.LENGTH + wire.length + FIXED + (ednsSize == 0 ? 0 : OPT));
        new MessageHeader(id, 0, 1, 0, 0, ednsSize == 0 ? 0 : 1).emit(out);
        out.put(wire).putShort((short) type).putShort((short) DClass.IN);
        if (ednsSize != 0) {
            out.put((byte) 0)
                    .putShort((short) Type.OPT)
                    .putShort((short) ednsSize)
                    .putInt(0)
                    .putShort((short) 0);
        }
        return Bytes.wrap(out.array());
    }

    private static Name mixed(Name name, RandomGenerator random) {
        byte[] wire = name.toWire();
        int at = 0;
        while (wire[at] != 0) {
            for (int end = at + wire[at] + 1; ++at < end; ) {
                boolean letter = wire[at] >= 'a' && wire[at] <= 'z' || wire[at] >= 'A' && wire[at] <= 'Z';
                if (letter && random.nextBoolean()) {
                    wire[at] ^= 0x20;
                }
            }
        }
        try {
            return new Name(wire);
        } catch (java.io.IOException e) {
            throw new MalformedPacketException("a name became unreadable by its case: " + name);
        }
    }
}
