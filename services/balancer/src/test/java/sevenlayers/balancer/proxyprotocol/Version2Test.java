package sevenlayers.balancer.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sevenlayers.balancer.proxyprotocol.Endpoints.Protocol;
import sevenlayers.balancer.proxyprotocol.ProxyHeader.Command;

class Version2Test {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String ENDS = "c0000201 c0000202 dc04 01bb";
    private static final Endpoints.Inet INET = new Endpoints.Inet(
            new InetSocketAddress("192.0.2.1", 56_324), new InetSocketAddress("192.0.2.2", 443), Protocol.STREAM);

    static Stream<ProxyHeader> headers() {
        return Stream.of(
                new ProxyHeader(Command.PROXY, INET, List.of()),
                new ProxyHeader(
                        Command.PROXY,
                        new Endpoints.Inet(INET.source(), INET.destination(), Protocol.DATAGRAM),
                        List.of()),
                ProxyHeader.of(new InetSocketAddress("2001:db8::1", 1), new InetSocketAddress("::1", 65_535)),
                new ProxyHeader(
                        Command.PROXY, new Endpoints.Unix("/run/lab", "\0abstract", Protocol.STREAM), List.of()),
                new ProxyHeader(Command.PROXY, new Endpoints.Unix("", "x".repeat(108), Protocol.DATAGRAM), List.of()),
                new ProxyHeader(Command.PROXY, new Endpoints.Unknown(), List.of()),
                new ProxyHeader(Command.LOCAL, new Endpoints.Unknown(), List.of()),
                new ProxyHeader(
                        Command.PROXY,
                        INET,
                        List.of(new Tlv(0xe0, new byte[] {1, 2}), new Tlv(Tlv.NOOP, new byte[0]))));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void whatIsWrittenIsReadAsTheSame(ProxyHeader header) throws MalformedHeader {
        ByteBuffer out = ByteBuffer.allocate(1_000);
        Version2.emit(header, out);
        out.put((byte) 'x').flip();
        assertThat(ProxyHeader.parse(out)).contains(header);
        assertThat(out.remaining()).isEqualTo(1);
        for (int length = 0; length < out.limit() - 1; length++) {
            assertThat(ProxyHeader.parse(out.slice(0, length))).isEmpty();
        }
    }

    @Test
    void theBytesAreThoseOfTheSpec() {
        ByteBuffer out = ByteBuffer.allocate(100);
        Version2.emit(new ProxyHeader(Command.PROXY, INET, List.of(new Tlv(Tlv.NOOP, new byte[1]))), out);
        assertThat(out.flip()).isEqualTo(hex(SIGNATURE + "21 11 0010" + ENDS + "04 0001 00"));
    }

    @ParameterizedTest
    @CsvSource({
        // Spec §2.2: LOCAL makes a receiver discard everything else, the family included.
        "LOCAL, 20 00 0000",
        "LOCAL, 20 11 000c c0000201c0000202dc0401bb",
        "LOCAL, 20 ff 0003 010203",
        // What an unknown family carries has no shape.
        "PROXY, 21 00 0000",
        "PROXY, 21 00 0005 0102030405",
    })
    void theConnectionsOwnEndsCount(Command command, String rest) throws MalformedHeader {
        ProxyHeader header = ProxyHeader.parse(hex(SIGNATURE + rest)).orElseThrow();
        assertThat(header.command()).isEqualTo(command);
        assertThat(header.proxied()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "version 1 in binary, 11 11 000c c0000201c0000202dc0401bb",
        "version 3, 31 11 000c c0000201c0000202dc0401bb",
        "command 2, 22 11 000c c0000201c0000202dc0401bb",
        "family 4, 21 41 000c c0000201c0000202dc0401bb",
        "protocol 3, 21 13 000c c0000201c0000202dc0401bb",
        "a family without a protocol, 21 10 000c c0000201c0000202dc0401bb",
        "a protocol without a family, 21 01 0000",
        "too short for IPv4, 21 11 000b c0000201c0000202dc0401",
        "too short for IPv6, 21 21 000c c0000201c0000202dc0401bb",
        "too short for UNIX, 21 31 000c c0000201c0000202dc0401bb",
        "half a TLV's header, 21 11 000e c0000201c0000202dc0401bb 0400",
        "a TLV that goes on behind the header, 21 11 0010 c0000201c0000202dc0401bb 04000200",
        "a checksum of three bytes, 21 11 0012 c0000201c0000202dc0401bb 030003 000000",
        "a wrong checksum, 21 11 0013 c0000201c0000202dc0401bb 030004 00000000",
        "longer than we hold, 21 11 ffff",
    })
    void whatIsNoHeaderIsMalformed(String what, String rest) {
        assertThatThrownBy(() -> ProxyHeader.parse(hex(SIGNATURE + rest)))
                .as(what)
                .isInstanceOf(MalformedHeader.class);
    }

    @Test
    void aWrongSignatureIsSeenAtItsFirstWrongByte() {
        assertThatThrownBy(() -> ProxyHeader.parse(hex("0d0a0d0a01"))).isInstanceOf(MalformedHeader.class);
    }

    @Test
    void aChecksumHoldsForEveryBitOfTheHeader() throws MalformedHeader {
        ByteBuffer out = ByteBuffer.allocate(100);
        Version2.emit(
                new ProxyHeader(
                        Command.PROXY, INET, List.of(new Tlv(Tlv.CRC32C, new byte[4]), new Tlv(0xe0, new byte[] {7}))),
                out);
        out.flip();
        assertThat(ProxyHeader.parse(out.duplicate()).orElseThrow().tlvs()).hasSize(2);
        for (int at = 16; at < out.limit(); at++) {
            byte right = out.get(at);
            out.put(at, (byte) (right ^ 0x10));
            ByteBuffer flipped = out.duplicate();
            if (at < 28
                    || at >= 31 && at != 36 && at != 37) { // not the TLVs' own types and lengths: they change the shape
                assertThatThrownBy(() -> ProxyHeader.parse(flipped))
                        .as("byte %d", at)
                        .isInstanceOf(MalformedHeader.class);
            }
            out.put(at, right);
        }
    }

    @Test
    void noiseNeverDoesWorseThanBeMalformed() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] noise = new byte[16 + random.nextInt(80)];
            random.nextBytes(noise);
            System.arraycopy(HexFormat.of().parseHex(SIGNATURE), 0, noise, 0, 12);
            noise[12] = (byte) (0x20 + random.nextInt(2));
            noise[13] = (byte) ((random.nextInt(4) << 4) + random.nextInt(3));
            noise[14] = 0;
            noise[15] = (byte) (noise.length - 16);
            try {
                assertThat(ProxyHeader.parse(ByteBuffer.wrap(noise))).isPresent();
            } catch (MalformedHeader malformed) {
                assertThat(malformed).hasMessageContaining("PROXY");
            }
        }
    }

    private static ByteBuffer hex(String text) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(text.replace(" ", "")));
    }
}
