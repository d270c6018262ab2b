package sevenlayers.wire.tcp;

import java.nio.ByteBuffer;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Checksum;
import sevenlayers.wire.MalformedPacketException;
import sevenlayers.wire.ipv4.IpPayload;

/**
 * A segment: the header of RFC 9293 §3.1, field by field, and the data.
 *
 * @param sequenceNumber that of the first byte of data, or of the SYN; an int that wraps ({@link SequenceNumbers})
 * @param acknowledgmentNumber the next number that the sender expects, where ACK is set
 * @param flags a set of {@link TcpFlags}
 * @param window as the header has it, not scaled: 0 to 65,535
 */
public record TcpSegment(
        int sourcePort,
        int destinationPort,
        int sequenceNumber,
        int acknowledgmentNumber,
        int flags,
        int window,
        int urgentPointer,
        TcpOptions options,
        Bytes payload)
        implements IpPayload {
    public static final int PROTOCOL = 6;
    public static final int MINIMUM_HEADER = 20;

    static final int DATA_OFFSET_AND_FLAGS = 12;
    static final int CHECKSUM = 16;

    public TcpSegment {
        if ((sourcePort | destinationPort | window | urgentPointer) >>> 16 != 0 || flags >>> 12 != 0) {
            throw new IllegalArgumentException("ports, window and urgent pointer have 16 bits, flags 12: " + sourcePort
                    + ", " + destinationPort + ", " + window + ", " + urgentPointer + ", " + flags);
        }
    }

    /** @throws MalformedPacketException where it is cut short, its data offset is wrong, or its checksum does not fit */
    public static TcpSegment parse(Bytes bytes, int source, int destination) {
        if (bytes.length() < MINIMUM_HEADER) {
            throw new MalformedPacketException("a TCP header has at least 20 bytes, here are " + bytes.length());
        }
        ByteBuffer in = bytes.buffer();
        int offsetAndFlags = in.getShort(DATA_OFFSET_AND_FLAGS) & 0xffff;
        int header = (offsetAndFlags >>> 12) * 4;
        if (header < MINIMUM_HEADER || header > bytes.length()) {
            throw new MalformedPacketException(
                    "the data offset is " + header / 4 + " words; allowed: 5 to " + Math.min(15, bytes.length() / 4));
        }
        int wrong = Checksum.of(Checksum.pseudoHeader(source, destination, PROTOCOL, bytes.length()), bytes);
        if (wrong != 0) {
            throw new MalformedPacketException("the TCP checksum does not fit"); // RFC 9293 §3.1, MUST-3
        }
        int sourcePort = in.getShort() & 0xffff;
        int destinationPort = in.getShort() & 0xffff;
        int sequenceNumber = in.getInt();
        int acknowledgmentNumber = in.getInt();
        in.getShort();
        int window = in.getShort() & 0xffff;
        in.getShort();
        int urgentPointer = in.getShort() & 0xffff;
        return new TcpSegment(
                sourcePort,
                destinationPort,
                sequenceNumber,
                acknowledgmentNumber,
                offsetAndFlags & TcpFlags.ALL,
                window,
                urgentPointer,
                TcpOptions.parse(bytes.slice(MINIMUM_HEADER, header - MINIMUM_HEADER)),
                bytes.from(header));
    }

    @Override
    public void emit(ByteBuffer out, int source, int destination) {
        int start = out.position();
        out.putShort((short) sourcePort).putShort((short) destinationPort);
        out.putInt(sequenceNumber).putInt(acknowledgmentNumber);
        out.putShort((short) (headerLength() / 4 << 12 | flags)).putShort((short) window);
        out.putShort((short) 0).putShort((short) urgentPointer);
        options.emit(out);
        payload.emit(out);
        long pseudoHeader = Checksum.pseudoHeader(source, destination, PROTOCOL, length());
        // RFC 9293 §3.1, MUST-2
        out.putShort(start + CHECKSUM, (short) Checksum.of(pseudoHeader, out, start, out.position()));
    }

    @Override
    public int protocol() {
        return PROTOCOL;
    }

    @Override
    public int length() {
        return headerLength() + payload.length();
    }

    public int headerLength() {
        return MINIMUM_HEADER + options.paddedLength();
    }

    /** Whether all of these flags are set. */
    public boolean has(int flag) {
        return (flags & flag) == flag;
    }

    /** What it takes of the sequence space (SEG.LEN, RFC 9293 §3.4): its data, and one each for SYN and FIN. */
    public int sequenceLength() {
        return payload.length() + (flags & TcpFlags.SYN) / TcpFlags.SYN + (flags & TcpFlags.FIN);
    }

    /** The number after its last one. */
    public int endSequenceNumber() {
        return sequenceNumber + sequenceLength();
    }

    @Override
    public String toString() {
        return TcpFlags.text(flags) + " " + Integer.toUnsignedString(sequenceNumber)
                + (has(TcpFlags.ACK) ? " ack " + Integer.toUnsignedString(acknowledgmentNumber) : "")
                + (payload.isEmpty() ? "" : " length " + payload.length());
    }
}
