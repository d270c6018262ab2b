package sevenlayers.wire.icmp;

import java.nio.ByteBuffer;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Checksum;
import sevenlayers.wire.MalformedPacketException;
import sevenlayers.wire.ipv4.IpPayload;

/** A message: a type, a code, a checksum, four bytes that each type reads in its own way, and data. */
public sealed interface IcmpMessage extends IpPayload {
    int PROTOCOL = 1;
    int HEADER = 8;

    int ECHO_REPLY = 0;
    int DESTINATION_UNREACHABLE = 3;
    int ECHO_REQUEST = 8;
    int TIME_EXCEEDED = 11;
    int PARAMETER_PROBLEM = 12;

    int type();

    int code();

    /** The second word. */
    int word();

    Bytes data();

    /** Are you there? */
    record EchoRequest(int identifier, int sequenceNumber, Bytes data) implements IcmpMessage {
        @Override
        public int type() {
            return ECHO_REQUEST;
        }

        @Override
        public int code() {
            return 0;
        }

        @Override
        public int word() {
            return identifier << 16 | sequenceNumber & 0xffff;
        }

        /** The answer: the same numbers and the same data. */
        public EchoReply reply() {
            return new EchoReply(identifier, sequenceNumber, data);
        }
    }

    /** Yes. */
    record EchoReply(int identifier, int sequenceNumber, Bytes data) implements IcmpMessage {
        @Override
        public int type() {
            return ECHO_REPLY;
        }

        @Override
        public int code() {
            return 0;
        }

        @Override
        public int word() {
            return identifier << 16 | sequenceNumber & 0xffff;
        }
    }

    /**
     * A packet could not be delivered.
     *
     * @param code one of the constants here, or another
     * @param nextHopMtu with {@link #FRAGMENTATION_NEEDED} what would have fitted, otherwise 0
     * @param data the beginning of the packet that is reported: its header, and at least 8 bytes more
     */
    record DestinationUnreachable(int code, int nextHopMtu, Bytes data) implements IcmpMessage {
        public static final int NET = 0;
        public static final int HOST = 1;
        public static final int PROTOCOL_UNREACHABLE = 2;
        public static final int PORT = 3;
        public static final int FRAGMENTATION_NEEDED = 4;
        public static final int SOURCE_ROUTE_FAILED = 5;
        public static final int ADMINISTRATIVELY_PROHIBITED = 13;

        @Override
        public int type() {
            return DESTINATION_UNREACHABLE;
        }

        @Override
        public int word() {
            return nextHopMtu;
        }
    }

    /** A packet's time to live ran out (code 0), or fragments waited too long for the others (code 1). */
    record TimeExceeded(int code, Bytes data) implements IcmpMessage {
        @Override
        public int type() {
            return TIME_EXCEEDED;
        }

        @Override
        public int word() {
            return 0;
        }
    }

    /** A field of a packet's header is wrong: {@code pointer} says at which byte. */
    record ParameterProblem(int code, int pointer, Bytes data) implements IcmpMessage {
        @Override
        public int type() {
            return PARAMETER_PROBLEM;
        }

        @Override
        public int word() {
            return pointer << 24;
        }
    }

    /** Another type, as it is. */
    record Other(int type, int code, int word, Bytes data) implements IcmpMessage {}

    /** @throws MalformedPacketException where it is cut short or its checksum does not fit */
    static IcmpMessage parse(Bytes bytes) {
        if (bytes.length() < HEADER) {
            throw new MalformedPacketException("an ICMP header has 8 bytes, here are " + bytes.length());
        }
        if (Checksum.of(bytes) != 0) {
            throw new MalformedPacketException("the ICMP checksum does not fit");
        }
        ByteBuffer in = bytes.buffer();
        int type = bytes.at(0);
        int code = bytes.at(1);
        int word = in.getInt(4);
        Bytes data = bytes.from(HEADER);
        // Bits that a type does not use are kept too: what was parsed is emitted as it was.
        IcmpMessage message = switch (type) {
            case ECHO_REQUEST -> new EchoRequest(word >>> 16, word & 0xffff, data);
            case ECHO_REPLY -> new EchoReply(word >>> 16, word & 0xffff, data);
            case DESTINATION_UNREACHABLE -> new DestinationUnreachable(code, word & 0xffff, data);
            case TIME_EXCEEDED -> new TimeExceeded(code, data);
            case PARAMETER_PROBLEM -> new ParameterProblem(code, word >>> 24, data);
            default -> new Other(type, code, word, data);
        };
        return message.code() == code && message.word() == word ? message : new Other(type, code, word, data);
    }

    @Override
    default void emit(ByteBuffer out, int source, int destination) {
        int start = out.position();
        out.put((byte) type()).put((byte) code()).putShort((short) 0).putInt(word());
        data().emit(out);
        out.putShort(start + 2, (short) Checksum.of(0, out, start, out.position()));
    }

    @Override
    default int protocol() {
        return PROTOCOL;
    }

    @Override
    default int length() {
        return HEADER + data().length();
    }
}
