package sevenlayers.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Rcode;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.dns.tsig.Keys;
import sevenlayers.wire.Bytes;

/** What a message passes before anybody answers it. */
class FrontTest {
    private final List<String> taken = new ArrayList<>();
    private final List<Bytes> replies = new ArrayList<>();
    private final Front front = new Front(
            Access.PRIVATE, Keys.none(), _ -> taken.add("query"), _ -> taken.add("transfer"), _ -> taken.add("notify"));

    private void send(String hex, String from) {
        Sent sent = new Sent(Bytes.hex(hex), from, Protocol.UDP);
        front.handle(sent);
        replies.addAll(sent.replies());
    }

    @ParameterizedTest
    @CsvSource({
        "0007 0100 0001 0000 0000 0000 0161 00 0001 0001, query",
        "0007 0100 0001 0000 0000 0000 00 00ff 0001, query",
        "0007 0000 0001 0000 0000 0000 0161 00 00fc 0001, transfer",
        "0007 0000 0001 0000 0000 0000 0161 00 00fb 0001, transfer",
        "0007 2400 0001 0000 0000 0000 0161 00 0006 0001, notify"
    })
    void a_message_goes_to_whoever_answers_such(String hex, String who) {
        send(hex, "127.0.0.1");
        assertThat(taken).containsExactly(who);
        assertThat(replies).isEmpty();
    }

    @Test
    void a_question_that_cannot_be_read_is_a_format_error() {
        send("0007 0100 0001 0000 0000 0000 c00c 0001 0001", "127.0.0.1"); // a pointer to itself
        assertThat(taken).isEmpty();
        assertThat(MessageHeader.parse(replies.getFirst()).rcode()).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void a_stranger_is_refused() {
        send("0007 0100 0001 0000 0000 0000 0161 00 0001 0001", "203.0.113.1");
        assertThat(taken).isEmpty();
        assertThat(MessageHeader.parse(replies.getFirst()).rcode()).isEqualTo(Rcode.REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false"
    })
    void a_network_has_all_addresses_that_begin_with_its_bits(String network, String address, boolean has)
            throws UnknownHostException {
        assertThat(Access.of(network).allows(InetAddress.getByName(address))).isEqualTo(has);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.0/33", "example.com/8", "192.0.2.0/x", "''", "/8"})
    void what_is_no_network_is_explained(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Access.Network.of(text))
                .withMessageContaining("192.0.2.0/24");
    }
}
