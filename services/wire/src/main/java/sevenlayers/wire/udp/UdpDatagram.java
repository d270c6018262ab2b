package sevenlayers.wire.udp;

import java.nio.ByteBuffer;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Checksum;
import sevenlayers.wire.MalformedPacketException;
import sevenlayers.wire.ipv4.IpPayload;

/** A datagram: two ports, and data. Length and checksum are computed. */
public record UdpDatagram(int sourcePort, int destinationPort, Bytes payload) implements IpPayload {
    public static final int PROTOCOL = 17;
    public static final int HEADER = 8;

    private static final int LENGTH = 4;
    private static final int CHECKSUM = 6;

    public UdpDatagram {
        if ((sourcePort | destinationPort) >>> 16 != 0 || payload.length() > 0xffff - HEADER) {
            throw new IllegalArgumentException("ports have 16 bits, and a datagram at most 65,527 bytes of data: "
                    + sourcePort + ", " + destinationPort + ", " + payload.length());
        }
    }

    /** @throws MalformedPacketException where the length is wrong or the checksum does not fit */
    public static UdpDatagram parse(Bytes bytes, int source, int destination) {
        if (bytes.length() < HEADER) {
            throw new MalformedPacketException("a UDP header has 8 bytes, here are " + bytes.length());
        }
        ByteBuffer in = bytes.buffer();
        int length = in.getShort(LENGTH) & 0xffff;
        if (length < HEADER || length > bytes.length()) {
            throw new MalformedPacketException(
                    "the UDP length, which counts the header, is " + length + "; allowed: 8 to " + bytes.length());
        }
        // RFC 768: a checksum that is transmitted as zero means that none was computed.
        boolean checked = in.getShort(CHECKSUM) != 0;
        Bytes datagram = bytes.slice(0, length);
        if (checked && Checksum.of(Checksum.pseudoHeader(source, destination, PROTOCOL, length), datagram) != 0) {
            throw new MalformedPacketException("the UDP checksum does not fit");
        }
        return new UdpDatagram(in.getShort(0) & 0xffff, in.getShort(2) & 0xffff, datagram.from(HEADER));
    }

    @Override
    public void emit(ByteBuffer out, int source, int destination) {
        int start = out.position();
        out.putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putShort((short) length())
                .putShort((short) 0);
        payload.emit(out);
        long pseudoHeader = Checksum.pseudoHeader(source, destination, PROTOCOL, length());
        int checksum = Checksum.of(pseudoHeader, out, start, out.position());
        // RFC 768: a computed checksum of zero is sent as all ones, its equal in one's complement.
        out.putShort(start + CHECKSUM, (short) (checksum == 0 ? 0xffff : checksum));
    }

    @Override
    public int protocol() {
        return PROTOCOL;
    }

    @Override
    public int length() {
        return HEADER + payload.length();
    }
}
