package sevenlayers.balancer.proxyprotocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Version1Test {
    private static final String FULL = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";

    /** The longest lines of each kind, from the spec, and the least. */
    @ParameterizedTest
    @CsvSource({
        "'PROXY TCP4 255.255.255.255 255.255.255.254 65535 65534', /255.255.255.255:65535, /255.255.255.254:65534",
        "'PROXY TCP4 0.0.0.0 192.0.2.1 0 443', /0.0.0.0:0, /192.0.2.1:443",
        "'PROXY TCP6 " + FULL + " ::1 65535 1', '/[" + FULL + "]:65535', '/[0:0:0:0:0:0:0:1]:1'",
        "'PROXY TCP6 2001:DB8::a 2001:db8:0:0:0:0:0:b 56324 443', '/[2001:db8:0:0:0:0:0:a]:56324', '/[2001:db8:0:0:0:0:0:b]:443'",
    })
    void aLineNamesBothEnds(String line, String source, String destination) throws MalformedHeader {
        ByteBuffer in = bytes(line + "\r\nGET /");
        Endpoints.Inet ends = ProxyHeader.parse(in).orElseThrow().proxied().orElseThrow();
        assertThat(ends.source()).hasToString(source);
        assertThat(ends.destination()).hasToString(destination);
        assertThat(ISO_8859_1.decode(in).toString()).isEqualTo("GET /");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY UNKNOWN\r\n",
                "PROXY UNKNOWN " + FULL + " " + FULL + " 65535 65535\r\n",
                "PROXY UNKNOWN whatever  it \u00ff says\r\n",
            })
    void unknownMeansTheConnectionsOwnEnds(String line) throws MalformedHeader {
        ByteBuffer in = bytes(line);
        assertThat(ProxyHeader.parse(in).orElseThrow().proxied()).isEmpty();
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void aLineMayComeByteByByte() throws MalformedHeader {
        String line = "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n";
        for (int length = 0; length < line.length(); length++) {
            ByteBuffer part = bytes(line.substring(0, length));
            assertThat(ProxyHeader.parse(part)).isEmpty();
            assertThat(part.position()).isZero();
        }
        assertThat(ProxyHeader.parse(bytes(line))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "PROXX",
                "proxy TCP4 1.2.3.4 1.2.3.4 1 2\r\n",
                "PROXY\r\n",
                "PROXY \r\n",
                "PROXY TCP4\r\n",
                "PROXY TCP5 1.2.3.4 1.2.3.4 1 2\r\n",
                "PROXY tcp4 1.2.3.4 1.2.3.4 1 2\r\n",
                "PROXY UDP4 1.2.3.4 1.2.3.4 1 2\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 \r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 3\r\n",
                "PROXY TCP4  1.2.3.4 1.2.3.4 1 2\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 65536\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 99999999999\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 01 2\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 -1 2\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 +1 2\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.256 1 2\r\n",
                "PROXY TCP4 1.2.3.04 1.2.3.4 1 2\r\n",
                "PROXY TCP4 1.2.3 1.2.3.4 1 2\r\n",
                "PROXY TCP4 1.2.3.4.5 1.2.3.4 1 2\r\n",
                "PROXY TCP4 0x1020304 1.2.3.4 1 2\r\n",
                "PROXY TCP4 localhost 1.2.3.4 1 2\r\n",
                "PROXY TCP4 ::1 ::1 1 2\r\n",
                "PROXY TCP6 1.2.3.4 1.2.3.4 1 2\r\n",
                "PROXY TCP6 ::1%lo ::1 1 2\r\n",
                "PROXY TCP6 [::1] ::1 1 2\r\n",
                "PROXY TCP6 1::2::3 ::1 1 2\r\n",
                "PROXY TCP6 1:2:3:4:5:6:7 ::1 1 2\r\n",
                "PROXY TCP6 12345:: ::1 1 2\r\n",
                "PROXY TCP4 1.2.3.4\t1.2.3.4 1 2\r\n",
            })
    void whatIsNotALineIsMalformed(String line) {
        assertThatThrownBy(() -> ProxyHeader.parse(bytes(line))).isInstanceOf(MalformedHeader.class);
    }

    @Test
    void aLineEndsAfter107BytesAtTheLatest() throws MalformedHeader {
        String longest = "PROXY UNKNOWN " + "x".repeat(Version1.LONGEST - 16);
        assertThat(ProxyHeader.parse(bytes(longest + "\r\n"))).isPresent();
        assertThat(ProxyHeader.parse(bytes(longest))).isEmpty();
        assertThatThrownBy(() -> ProxyHeader.parse(bytes(longest + "x\r\n")))
                .hasMessage("the PROXY line is longer than 107 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.2, 'PROXY TCP4 192.0.2.1 192.0.2.2 56324 443'",
        "2001:db8::1, ::1, 'PROXY TCP6 2001:db8:0:0:0:0:0:1 0:0:0:0:0:0:0:1 56324 443'",
        "192.0.2.1, 2001:db8::1, 'PROXY TCP6 0:0:0:0:0:ffff:c000:201 2001:db8:0:0:0:0:0:1 56324 443'",
    })
    void aHeaderBecomesALine(String source, String destination, String line) throws MalformedHeader {
        ProxyHeader header =
                ProxyHeader.of(new InetSocketAddress(source, 56_324), new InetSocketAddress(destination, 443));
        ByteBuffer out = ByteBuffer.allocate(Version1.LONGEST);
        Version1.emit(header, out);
        assertThat(ISO_8859_1.decode(out.flip()).toString()).isEqualTo(line + "\r\n");
        assertThat(ProxyHeader.parse(out.rewind())).contains(header);
    }

    @Test
    void whatVersion1CannotSayIsUnknown() {
        ByteBuffer out = ByteBuffer.allocate(Version1.LONGEST);
        Version1.emit(new ProxyHeader(ProxyHeader.Command.LOCAL, new Endpoints.Unknown(), List.of()), out);
        assertThat(ISO_8859_1.decode(out.flip()).toString()).isEqualTo("PROXY UNKNOWN\r\n");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}
