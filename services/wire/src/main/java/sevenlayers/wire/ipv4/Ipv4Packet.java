package sevenlayers.wire.ipv4;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import sevenlayers.wire.Bytes;
import sevenlayers.wire.Checksum;
import sevenlayers.wire.MalformedPacketException;

/**
 * A packet: the header of RFC 791 §3.1, field by field, and what it carries.
 *
 * @param typeOfService the second byte: six bits of DSCP (RFC 2474) and two of {@link Ecn}
 * @param fragmentOffset where in the whole this piece begins, in units of 8 bytes: 0 to 8,191
 * @param options as they stand after the first 20 bytes: a multiple of 4 bytes, up to 40
 */
public record Ipv4Packet(
        int typeOfService,
        int identification,
        boolean dontFragment,
        boolean moreFragments,
        int fragmentOffset,
        int timeToLive,
        int source,
        int destination,
        Bytes options,
        IpPayload payload) {
    public static final int MINIMUM_HEADER = 20;
    public static final int MAXIMUM_LENGTH = 65_535;

    private static final int TOTAL_LENGTH = 2;
    private static final int CHECKSUM = 10;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS = 0x2000;

    public Ipv4Packet {
        boolean right = (typeOfService | timeToLive) >>> 8 == 0
                && identification >>> 16 == 0
                && fragmentOffset >>> 13 == 0
                && options.length() % 4 == 0
                && options.length() <= 40
                && MINIMUM_HEADER + options.length() + payload.length() <= MAXIMUM_LENGTH;
        if (!right) {
            throw new IllegalArgumentException(
                    "type of service and time to live have 8 bits, the identification 16, the fragment offset"
                            + " 13; options take up to 10 words, all together 65,535 bytes");
        }
    }

    /** A whole packet without options that must not be cut, as hosts send it that look for the path's MTU (RFC 1191). */
    public static Ipv4Packet of(int source, int destination, int ecn, int identification, IpPayload payload) {
        return new Ipv4Packet(ecn, identification, true, false, 0, 64, source, destination, Bytes.EMPTY, payload);
    }

    /**
     * Reads the header; what the packet carries stays as it is. Bytes after its total length are padding of the link and left out.
     *
     * @throws MalformedPacketException where a field or the header's checksum is wrong
     */
    public static Ipv4Packet parse(Bytes bytes) {
        if (bytes.length() < MINIMUM_HEADER) {
            throw new MalformedPacketException("an IPv4 header has at least 20 bytes, here are " + bytes.length());
        }
        int version = bytes.at(0) >>> 4;
        int header = (bytes.at(0) & 0xf) * 4;
        ByteBuffer in = bytes.buffer();
        int total = in.getShort(TOTAL_LENGTH) & 0xffff;
        if (version != 4) {
            throw new MalformedPacketException("the IP version is " + version + ", not 4");
        }
        if (header < MINIMUM_HEADER || header > bytes.length()) {
            throw new MalformedPacketException("the IPv4 header's length is " + header / 4 + " words; allowed: 5 to "
                    + Math.min(15, bytes.length() / 4));
        }
        if (total < header || total > bytes.length()) {
            throw new MalformedPacketException(
                    "the total length is " + total + "; allowed: " + header + " to " + bytes.length());
        }
        if (Checksum.of(bytes.slice(0, header)) != 0) {
            throw new MalformedPacketException("the IPv4 header's checksum does not fit");
        }
        int fragment = in.getShort(6) & 0xffff;
        return new Ipv4Packet(
                bytes.at(1),
                in.getShort(4) & 0xffff,
                (fragment & DONT_FRAGMENT) != 0,
                (fragment & MORE_FRAGMENTS) != 0,
                fragment & 0x1fff,
                bytes.at(8),
                in.getInt(12),
                in.getInt(16),
                bytes.slice(MINIMUM_HEADER, header - MINIMUM_HEADER),
                new RawPayload(bytes.at(9), bytes.slice(header, total - header)));
    }

    /** Writes it, with its checksums. The buffer must have an array. */
    public void emit(ByteBuffer out) {
        int start = out.position();
        out.put((byte) (0x40 | headerLength() / 4)).put((byte) typeOfService).putShort((short) length());
        out.putShort((short) identification);
        out.putShort(
                (short) ((dontFragment ? DONT_FRAGMENT : 0) | (moreFragments ? MORE_FRAGMENTS : 0) | fragmentOffset));
        out.put((byte) timeToLive).put((byte) payload.protocol()).putShort((short) 0);
        out.putInt(source).putInt(destination);
        options.emit(out);
        out.putShort(start + CHECKSUM, (short) Checksum.of(0, out, start, out.position()));
        payload.emit(out, source, destination);
    }

    public Bytes toBytes() {
        ByteBuffer out = ByteBuffer.allocate(length());
        emit(out);
        return Bytes.wrap(out.array());
    }

    public int headerLength() {
        return MINIMUM_HEADER + options.length();
    }

    /** The total length, header included. */
    public int length() {
        return headerLength() + payload.length();
    }

    public int ecn() {
        return typeOfService & 3;
    }

    public boolean isFragment() {
        return moreFragments || fragmentOffset != 0;
    }

    public Ipv4Packet withEcn(int ecn) {
        return new Ipv4Packet(
                typeOfService & ~3 | ecn,
                identification,
                dontFragment,
                moreFragments,
                fragmentOffset,
                timeToLive,
                source,
                destination,
                options,
                payload);
    }

    public Ipv4Packet withTimeToLive(int timeToLive) {
        return new Ipv4Packet(
                typeOfService,
                identification,
                dontFragment,
                moreFragments,
                fragmentOffset,
                timeToLive,
                source,
                destination,
                options,
                payload);
    }

    public Ipv4Packet withPayload(IpPayload payload) {
        return new Ipv4Packet(
                typeOfService,
                identification,
                dontFragment,
                moreFragments,
                fragmentOffset,
                timeToLive,
                source,
                destination,
                options,
                payload);
    }

    /** Cuts it so that each piece fits (RFC 791 §2.3): all but the last carry a multiple of 8 bytes. 68 is the smallest MTU there is. */
    public List<Ipv4Packet> fragments(int mtu) {
        if (length() <= mtu) {
            return List.of(this);
        }
        if (dontFragment || mtu < 68) {
            throw new IllegalArgumentException(
                    dontFragment ? "the packet must not be cut" : "an MTU is at least 68, not " + mtu);
        }
        ByteBuffer whole = ByteBuffer.allocate(payload.length());
        payload.emit(whole, source, destination);
        Bytes bytes = Bytes.wrap(whole.array());
        int portion = (mtu - headerLength()) / 8 * 8;
        List<Ipv4Packet> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length(); at += portion) {
            int count = Math.min(portion, bytes.length() - at);
            pieces.add(new Ipv4Packet(
                    typeOfService,
                    identification,
                    false,
                    moreFragments || at + count < bytes.length(),
                    fragmentOffset + at / 8,
                    timeToLive,
                    source,
                    destination,
                    options,
                    new RawPayload(payload.protocol(), bytes.slice(at, count))));
        }
        return pieces;
    }
}
