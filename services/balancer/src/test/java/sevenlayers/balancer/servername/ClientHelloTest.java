package sevenlayers.balancer.servername;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloTest {
    /** RFC 8448 §3: the ClientHello of a simple 1-RTT handshake, for the server "server". */
    private static final String RFC_8448 = """
            16030100c4010000c00303cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7000006130113031302
            010000910000000b0009000006736572766572ff01000100000a00140012001d00170018001901000101010201030104002300
            00003300260024001d002099381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae4d5413691e529aaf2c002b000302030400
            0d0020001e040305030603020308040805080604010501060102010402050206020202002d00020101001c00024001""";

    private static final byte[] HELLO = HexFormat.of().parseHex(RFC_8448.replace("\n", ""));

    @Test
    void thePublishedHelloAsksForItsServer() {
        assertThat(peek(HELLO)).isEqualTo(new Peeked.Name("server"));
    }

    @Test
    void whatFollowsTheHelloDoesNotMatter() {
        byte[] more = join(HELLO, HexFormat.of().parseHex("1403030001011703030002aaaa"));
        assertThat(peek(more)).isEqualTo(new Peeked.Name("server"));
    }

    @Test
    void aHelloMayComeByteByByte() {
        for (int length = 0; length < HELLO.length; length++) {
            assertThat(ClientHello.peek(ByteBuffer.wrap(HELLO, 0, length)))
                    .as("%d bytes", length)
                    .isEqualTo(new Peeked.More());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 50, 195})
    void aHelloMayBeCutIntoRecords(int fragment) {
        byte[] cut = fragments(fragment);
        assertThat(peek(cut)).isEqualTo(new Peeked.Name("server"));
        for (int length = 0; length < cut.length; length++) {
            assertThat(ClientHello.peek(ByteBuffer.wrap(cut, 0, length))).isEqualTo(new Peeked.More());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "an HTTP/2 client, 505249202a20485454502f322e30",
        "an alert, 15030100020228",
        "SSL 2, 802e0100020015",
        "another major version, 1604",
        "an empty fragment, 1603010000",
        "a fragment of more than 2^14 bytes, 16030140010100",
        "another handshake message, 160301000402000000",
        "a message of 16 MiB, 1603010004 01ffffff",
        "a record of another kind before the message is complete, 16030100010117030100010a",
    })
    void whatIsNoHelloIsKnownAtOnce(String what, String bytes) {
        assertThat(peek(HexFormat.of().parseHex(bytes.replace(" ", ""))))
                .as(what)
                .isEqualTo(new Peeked.None());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lab.example", "xn--bcher-kva.example", "_srv.LAB.example", "a"})
    void aNameIsReadWhateverStandsAroundIt(String name) {
        // RFC 8701: GREASE, before and behind.
        assertThat(peek(hello(extension(0x0a0a, ""), serverName(name), extension(0x1a1a, "00"))))
                .isEqualTo(new Peeked.Name(name));
    }

    @Test
    void aHelloNeedNotHaveAName() {
        assertThat(peek(hello(extension(0x0a0a, "")))).isEqualTo(new Peeked.None());
        assertThat(peek(hello())).isEqualTo(new Peeked.None());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "lab\u0007.example", "lab.example\n", "<b>", "lab/example"})
    void aNameThatIsNoneIsNotShown(String name) {
        assertThat(peek(hello(serverName(name)))).isEqualTo(new Peeked.None());
    }

    @Test
    void twoNamesAreNone() {
        assertThat(peek(hello(serverName("a.example"), serverName("b.example"))))
                .isEqualTo(new Peeked.None());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffff", "0005", "0009000006", "000300ffff", "00"})
    void lengthsThatLieAreFoundOut(String serverName) {
        assertThat(peek(hello(extension(0, serverName)))).isEqualTo(new Peeked.None());
    }

    @Test
    void whatIsTooLongIsGivenUp() {
        byte[] grease = hello(extension(0x0a0a, "00".repeat(ClientHello.LONGEST)));
        assertThat(ClientHello.peek(ByteBuffer.wrap(grease, 0, 200))).isEqualTo(new Peeked.None());
    }

    @Test
    void theJdksOwnHelloIsUnderstood() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("lab.example")));
        engine.setSSLParameters(parameters);
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        assertThat(ClientHello.peek(out.flip())).isEqualTo(new Peeked.Name("lab.example"));
    }

    @Test
    void noiseNeverThrows() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = HELLO.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThat(peek(bytes)).isNotNull();
        }
    }

    private static Peeked peek(byte[] bytes) {
        return ClientHello.peek(ByteBuffer.wrap(bytes));
    }

    /** The published message in records of so many bytes. */
    private static byte[] fragments(int size) {
        byte[] out = {};
        for (int at = 5; at < HELLO.length; at += size) {
            int length = Math.min(size, HELLO.length - at);
            byte[] record = {22, 3, 1, (byte) (length >> 8), (byte) length};
            out = join(out, record);
            out = join(out, java.util.Arrays.copyOfRange(HELLO, at, at + length));
        }
        return out;
    }

    private static byte[] hello(byte[]... extensions) {
        byte[] all = {};
        for (byte[] extension : extensions) {
            all = join(all, extension);
        }
        ByteBuffer body = ByteBuffer.allocate(2 + 32 + 1 + 4 + 2 + 2 + all.length);
        body.putShort((short) 0x0303).position(34);
        body.put((byte) 0)
                .putShort((short) 2)
                .putShort((short) 0x1301)
                .put((byte) 1)
                .put((byte) 0);
        body.putShort((short) all.length).put(all);
        ByteBuffer message = ByteBuffer.allocate(9 + body.capacity());
        message.put((byte) 22).putShort((short) 0x0301).putShort((short) Math.min(1 << 14, 4 + body.capacity()));
        message.putInt(1 << 24 | body.capacity()).put(body.array());
        return message.array();
    }

    private static byte[] serverName(String name) {
        byte[] text = name.getBytes(US_ASCII);
        return extension(
                0,
                "%04x00%04x%s"
                        .formatted(3 + text.length, text.length, HexFormat.of().formatHex(text)));
    }

    private static byte[] extension(int type, String hex) {
        byte[] value = HexFormat.of().parseHex(hex);
        return join(
                ByteBuffer.allocate(4)
                        .putShort((short) type)
                        .putShort((short) value.length)
                        .array(),
                value);
    }

    private static byte[] join(byte[] a, byte[] b) {
        return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    }
}
