package sevenlayers.balancer.proxyprotocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import sevenlayers.balancer.proxyprotocol.Endpoints.Protocol;
import sevenlayers.balancer.proxyprotocol.ProxyHeader.Command;

/** Spec §2.2: binary; 12 bytes of signature, version and command, family and protocol, length, addresses, TLVs. */
public final class Version2 {
    /** A longer header is refused: it is held in memory until it is complete. The spec's limit is 65,551. */
    public static final int LONGEST = 16_384;

    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int COMMAND_AT = 12;
    private static final int FAMILY_AT = 13;
    private static final int LENGTH_AT = 14;
    private static final int ADDRESSES_AT = 16;
    private static final int UNIX_PATH = 108;

    private Version2() {}

    /** As {@link ProxyHeader#parse}. */
    static Optional<ProxyHeader> parse(ByteBuffer in) throws MalformedHeader {
        int from = in.position();
        for (int i = 0; i < Math.min(SIGNATURE.length, in.remaining()); i++) {
            if (in.get(from + i) != SIGNATURE[i]) {
                throw new MalformedHeader("the connection does not begin with the signature of PROXY version 2");
            }
        }
        if (in.remaining() < ADDRESSES_AT) {
            return Optional.empty();
        }
        int length = ADDRESSES_AT + (in.getShort(from + LENGTH_AT) & 0xffff);
        if (length > LONGEST) {
            throw new MalformedHeader("the PROXY header has " + length + " bytes; allowed: " + LONGEST);
        }
        Command command = command(in.get(from + COMMAND_AT) & 0xff);
        if (in.remaining() < length) {
            return Optional.empty();
        }
        ByteBuffer header = in.slice(from, length);
        ProxyHeader parsed = body(command, in.get(from + FAMILY_AT) & 0xff, header.position(ADDRESSES_AT));
        in.position(from + length);
        return Optional.of(parsed);
    }

    // Spec §2.2: other versions and commands must not be accepted.
    private static Command command(int octet) throws MalformedHeader {
        return switch (octet) {
            case 0x20 -> Command.LOCAL;
            case 0x21 -> Command.PROXY;
            default ->
                throw new MalformedHeader("PROXY version and command are 0x%02x; allowed: 0x20, 0x21".formatted(octet));
        };
    }

    private static ProxyHeader body(Command command, int family, ByteBuffer header) throws MalformedHeader {
        Endpoints endpoints = switch (family) {
            case 0x00 -> new Endpoints.Unknown();
            case 0x11 -> inet(header, 4, Protocol.STREAM);
            case 0x12 -> inet(header, 4, Protocol.DATAGRAM);
            case 0x21 -> inet(header, 16, Protocol.STREAM);
            case 0x22 -> inet(header, 16, Protocol.DATAGRAM);
            case 0x31 -> unix(header, Protocol.STREAM);
            case 0x32 -> unix(header, Protocol.DATAGRAM);
            default -> {
                // Spec §2.2: with LOCAL the rest is discarded, the family included.
                if (command == Command.LOCAL) {
                    yield new Endpoints.Unknown();
                }
                throw new MalformedHeader("PROXY family and protocol are 0x%02x".formatted(family));
            }
        };
        if (command == Command.LOCAL || endpoints instanceof Endpoints.Unknown) {
            // What follows an unknown family has no shape that could be checked.
            return new ProxyHeader(command, new Endpoints.Unknown(), List.of());
        }
        return new ProxyHeader(command, endpoints, tlvs(header));
    }

    private static Endpoints inet(ByteBuffer header, int bytes, Protocol protocol) throws MalformedHeader {
        need(header, 2 * bytes + 4);
        InetAddress source = address(header, bytes);
        InetAddress destination = address(header, bytes);
        return new Endpoints.Inet(
                new InetSocketAddress(source, header.getShort() & 0xffff),
                new InetSocketAddress(destination, header.getShort() & 0xffff),
                protocol);
    }

    private static InetAddress address(ByteBuffer header, int length) {
        byte[] bytes = new byte[length];
        header.get(bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an address", e);
        }
    }

    private static Endpoints unix(ByteBuffer header, Protocol protocol) throws MalformedHeader {
        need(header, 2 * UNIX_PATH);
        return new Endpoints.Unix(path(header), path(header), protocol);
    }

    // unix(7): padded with zeroes; the first byte of an abstract name is itself a zero.
    private static String path(ByteBuffer header) {
        byte[] bytes = new byte[UNIX_PATH];
        header.get(bytes);
        int length = UNIX_PATH;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return new String(bytes, 0, length, ISO_8859_1);
    }

    private static void need(ByteBuffer header, int bytes) throws MalformedHeader {
        if (header.remaining() < bytes) {
            throw new MalformedHeader(
                    "the PROXY header has " + header.remaining() + " bytes of addresses; its family needs " + bytes);
        }
    }

    private static List<Tlv> tlvs(ByteBuffer header) throws MalformedHeader {
        List<Tlv> tlvs = new ArrayList<>();
        while (header.hasRemaining()) {
            int at = header.position();
            if (header.remaining() < Tlv.HEADER) {
                throw new MalformedHeader("the PROXY header ends inside a TLV");
            }
            int type = header.get() & 0xff;
            int length = header.getShort() & 0xffff;
            if (header.remaining() < length) {
                throw new MalformedHeader("the PROXY header ends inside a TLV");
            }
            byte[] value = new byte[length];
            header.get(value);
            if (type == Tlv.CRC32C) {
                check(header, at + Tlv.HEADER, length);
            }
            tlvs.add(new Tlv(type, value));
        }
        return tlvs;
    }

    // Spec §2.2.3: over the whole header, with the checksum itself taken
    // as zero; if wrong, the connection must be aborted.
    private static void check(ByteBuffer header, int at, int length) throws MalformedHeader {
        if (length != Integer.BYTES || crc(header, at) != header.getInt(at)) {
            throw new MalformedHeader("the checksum of the PROXY header is wrong");
        }
    }

    private static int crc(ByteBuffer header, int at) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, at));
        crc.update(new byte[Integer.BYTES]);
        crc.update(header.slice(at + Integer.BYTES, header.limit() - at - Integer.BYTES));
        return (int) crc.getValue();
    }

    /** Writes a header. The value of a {@link Tlv#CRC32C} among the TLVs is not read but computed. */
    public static void emit(ProxyHeader header, ByteBuffer out) {
        int from = out.position();
        out.put(SIGNATURE).put((byte) (header.command() == Command.LOCAL ? 0x20 : 0x21));
        switch (header.endpoints()) {
            case Endpoints.Unknown() -> out.put((byte) 0).putShort((short) 0);
            case Endpoints.Inet inet -> {
                boolean six = ProxyHeader.isSix(inet);
                out.put((byte) ((six ? 0x20 : 0x10) | protocol(inet.protocol())))
                        .putShort((short) 0);
                out.put(ProxyHeader.bytes(inet.source(), six)).put(ProxyHeader.bytes(inet.destination(), six));
                out.putShort((short) inet.source().getPort())
                        .putShort((short) inet.destination().getPort());
            }
            case Endpoints.Unix(String source, String destination, Protocol protocol) -> {
                out.put((byte) (0x30 | protocol(protocol))).putShort((short) 0);
                out.put(path(source)).put(path(destination));
            }
        }
        header.tlvs().forEach(tlv -> emit(tlv, out));
        int length = out.position() - from;
        out.putShort(from + LENGTH_AT, (short) (length - ADDRESSES_AT));
        int tlv = out.position() - header.tlvs().stream().mapToInt(Tlv::size).sum();
        for (Tlv each : header.tlvs()) {
            if (each.type() == Tlv.CRC32C) {
                int at = tlv - from + Tlv.HEADER;
                out.putInt(from + at, crc(out.slice(from, length), at));
            }
            tlv += each.size();
        }
    }

    private static void emit(Tlv tlv, ByteBuffer out) {
        byte[] value = tlv.type() == Tlv.CRC32C ? new byte[Integer.BYTES] : tlv.value();
        out.put((byte) tlv.type()).putShort((short) value.length).put(value);
    }

    private static int protocol(Protocol protocol) {
        return protocol == Protocol.STREAM ? 1 : 2;
    }

    private static byte[] path(String path) {
        byte[] bytes = path.getBytes(ISO_8859_1);
        if (bytes.length > UNIX_PATH) {
            throw new IllegalArgumentException("a path of " + bytes.length + " bytes; allowed: " + UNIX_PATH);
        }
        return java.util.Arrays.copyOf(bytes, UNIX_PATH);
    }
}
