package sevenlayers.dns.message;

import java.nio.ByteBuffer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import sevenlayers.wire.Bytes;

/** Messages with a question, and nothing else but what their sender says about itself. */
public final class Questions {
    private static final int FIXED = 4; // type and class
    private static final int OPT = 11; // RFC 6891 §6.1.2: the root's name, type, size, rcode and flags, length

    private Questions() {}

    /**
     * A message of class IN.
     *
     * @param flags the second word of its header, opcode and RD in it
     * @param ednsSize the largest datagram that is taken; 0: no OPT record
     */
    public static Bytes message(int id, int flags, Name name, int type, int ednsSize) {
        byte[] wire = name.toWire();
        ByteBuffer out = ByteBuffer.allocate(MessageHeader.LENGTH + wire.length + FIXED + (ednsSize == 0 ? 0 : OPT));
        new MessageHeader(id, flags, 1, 0, 0, ednsSize == 0 ? 0 : 1).emit(out);
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
}
