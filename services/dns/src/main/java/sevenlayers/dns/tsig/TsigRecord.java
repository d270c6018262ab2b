package sevenlayers.dns.tsig;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.wire.Bytes;

/**
 * The record that has the signature: the last of a message (RFC 8945 §4.2).
 *
 * @param key its name
 * @param algorithm by its name
 * @param time seconds since 1970, 48 bits
 * @param fudge seconds that clocks may differ
 * @param originalId of the message, should somebody on the way have changed it
 * @param error what was wrong with the other side's signature; 0 for nothing
 * @param other where clocks differ, that of the server, six bytes
 */
record TsigRecord(Name key, Name algorithm, long time, int fudge, Bytes mac, int originalId, int error, Bytes other) {
    static final int FUDGE = 300; // RFC 8945 §10
    private static final int HEADER = 10; // type, class, TTL, length
    private static final int FIXED = 16; // time, fudge, length of MAC, id, error, length of other

    /** A message that is signed, taken apart: the record, and the message without it, as it was signed. */
    record Split(Bytes message, TsigRecord record) {}

    /** A signature somewhere else than at the end, or one that cannot be read: FORMERR. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    /** Looks for the record; empty where a message is not signed. */
    static Optional<Split> split(Bytes message) throws Malformed {
        MessageHeader header = MessageHeader.parse(message);
        if (header.additionals() == 0) {
            return Optional.empty();
        }
        try {
            int at = last(message, header);
            if (at < 0) {
                return Optional.empty();
            }
            TsigRecord record = read(message, at);
            ByteBuffer out = ByteBuffer.allocate(at);
            new MessageHeader(
                            record.originalId,
                            header.flags(),
                            header.questions(),
                            header.answers(),
                            header.authorities(),
                            header.additionals() - 1)
                    .emit(out);
            out.put(message.slice(MessageHeader.LENGTH, at - MessageHeader.LENGTH)
                    .buffer());
            return Optional.of(new Split(Bytes.wrap(out.array()), record));
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException unreadable) {
            throw new Malformed("a record cannot be read");
        }
    }

    /** Where the last record begins if it is this one; negative if not. */
    private static int last(Bytes message, MessageHeader header) throws Malformed {
        int at = MessageHeader.LENGTH;
        for (int i = header.questions(); i > 0; i--) {
            at = afterName(message, at) + 4;
        }
        for (int left = header.answers() + header.authorities() + header.additionals(); left > 0; left--) {
            int type = afterName(message, at);
            boolean tsig = word(message, type) == Type.TSIG;
            if (left == 1) {
                return tsig ? at : -1;
            }
            if (tsig) {
                throw new Malformed("RFC 8945 §5.1: a signature is the last record");
            }
            at = type + HEADER + word(message, type + HEADER - 2);
        }
        return -1;
    }

    private static TsigRecord read(Bytes message, int at) throws IOException, Malformed {
        DNSInput in = new DNSInput(message.toArray());
        in.jump(at);
        Name key = new Name(in);
        in.readU16();
        int dclass = in.readU16();
        long ttl = in.readU32();
        int end = in.readU16() + in.current();
        Name algorithm = new Name(in);
        long time = (long) in.readU16() << 32 | in.readU32();
        int fudge = in.readU16();
        byte[] mac = in.readByteArray(in.readU16());
        int id = in.readU16();
        int error = in.readU16();
        byte[] other = in.readByteArray(in.readU16());
        if (dclass != DClass.ANY || ttl != 0 || in.current() != end || end != message.length()) {
            throw new Malformed("RFC 8945 §4.2: class ANY, TTL 0, and nothing after it");
        }
        return new TsigRecord(key, algorithm, time, fudge, Bytes.wrap(mac), id, error, Bytes.wrap(other));
    }

    /** The message with this record at its end. */
    Bytes append(Bytes message) {
        MessageHeader header = MessageHeader.parse(message);
        byte[] owner = key.toWire();
        byte[] name = algorithm.toWire();
        int data = name.length + FIXED + mac.length() + other.length();
        ByteBuffer out = ByteBuffer.allocate(message.length() + owner.length + HEADER + data);
        new MessageHeader(
                        header.id(),
                        header.flags(),
                        header.questions(),
                        header.answers(),
                        header.authorities(),
                        header.additionals() + 1)
                .emit(out);
        out.put(message.slice(MessageHeader.LENGTH, message.length() - MessageHeader.LENGTH)
                .buffer());
        out.put(owner)
                .putShort((short) Type.TSIG)
                .putShort((short) DClass.ANY)
                .putInt(0)
                .putShort((short) data);
        out.put(name);
        timers(out);
        out.putShort((short) mac.length()).put(mac.buffer());
        out.putShort((short) originalId).putShort((short) error);
        out.putShort((short) other.length()).put(other.buffer());
        return Bytes.wrap(out.array());
    }

    /** Bytes that a record with this key adds to a message; with room for the time of a server whose clock differs. */
    static int room(Key key) {
        return key.name().length()
                + HEADER
                + key.algorithm().label().length()
                + FIXED
                + key.algorithm().length()
                + 6;
    }

    /** Time and fudge: all that is signed with the later messages of an answer (RFC 8945 §5.3.1). */
    void timers(ByteBuffer out) {
        out.putShort((short) (time >> 32)).putInt((int) time).putShort((short) fudge);
    }

    /** What is signed of the record itself (RFC 8945 §4.3.3), names in lower case. */
    ByteBuffer variables() {
        byte[] owner = key.toWireCanonical();
        byte[] name = algorithm.toWireCanonical();
        ByteBuffer out = ByteBuffer.allocate(owner.length + 6 + name.length + 12 + other.length());
        out.put(owner).putShort((short) DClass.ANY).putInt(0).put(name);
        timers(out);
        out.putShort((short) error).putShort((short) other.length()).put(other.buffer());
        return out.flip();
    }

    TsigRecord withMac(byte[] signature) {
        return new TsigRecord(key, algorithm, time, fudge, Bytes.wrap(signature), originalId, error, other);
    }

    /** The message as it came, but for the record: a forwarder may have given it another id (RFC 8945 §5.5). */
    static Bytes withId(Bytes message, int id) {
        byte[] bytes = message.toArray();
        bytes[0] = (byte) (id >> 8);
        bytes[1] = (byte) id;
        return Bytes.wrap(bytes);
    }

    /** Whether it was signed about now. */
    boolean timely(Instant now) {
        return Math.abs(now.getEpochSecond() - time) <= fudge;
    }

    /** A record that is not signed yet. */
    static TsigRecord unsigned(Key key, Instant now, int id) {
        return new TsigRecord(
                key.name(), key.algorithm().label(), now.getEpochSecond(), FUDGE, Bytes.EMPTY, id, 0, Bytes.EMPTY);
    }

    private static int afterName(Bytes message, int from) {
        int at = from;
        while (true) {
            int length = message.at(at++);
            if (length == 0) {
                return at;
            }
            if ((length & 0xc0) == 0xc0) {
                return at + 1;
            }
            at += length;
        }
    }

    private static int word(Bytes message, int at) {
        return message.at(at) << 8 | message.at(at + 1);
    }
}
