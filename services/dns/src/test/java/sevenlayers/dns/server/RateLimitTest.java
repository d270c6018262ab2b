package sevenlayers.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Type;
import sevenlayers.dns.message.MessageHeader;
import sevenlayers.dns.message.Replies;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.wire.Bytes;

/** How much is said to whom. */
class RateLimitTest {
    private static final Bytes ANSWER = Replies.to(7, "www.example.", Type.A)
            .answer("www.example. 60 A 192.0.2.1")
            .bytes();

    private Instant now = Instant.EPOCH;
    private Bytes reply = ANSWER;
    private final List<Bytes> sent = new ArrayList<>();
    private final RateLimit limit =
            new RateLimit(inbound -> inbound.reply(reply), () -> now, new RateLimit.Settings(5, 2, 1000));

    private void ask(int times, String from, Protocol protocol) {
        for (int i = 0; i < times; i++) {
            Sent message = new Sent(Bytes.EMPTY, from, protocol);
            limit.handle(message);
            sent.addAll(message.replies());
        }
    }

    private long whole() {
        return sent.stream().filter(message -> message.equals(reply)).count();
    }

    private long truncated() {
        return sent.stream()
                .filter(message -> MessageHeader.parse(message).has(MessageHeader.TC))
                .count();
    }

    @Test
    void beyond_the_rate_half_is_dropped_and_half_is_sent_to_tcp() {
        ask(25, "203.0.113.1", Protocol.UDP);
        assertThat(whole()).isEqualTo(5);
        assertThat(truncated()).isEqualTo(10);
        assertThat(sent.getLast().length()).as("no longer than its question").isEqualTo(12 + 13 + 4);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.1, 203.0.113.200, 5", // the same /24
        "203.0.113.1, 203.0.114.1, 10",
        "2001:db8::1, 2001:db8:0:ff::1, 5", // the same /56
        "2001:db8::1, 2001:db8:0:100::1, 10"
    })
    void networks_are_counted_not_addresses(String one, String other, long replies) {
        ask(5, one, Protocol.UDP);
        ask(5, other, Protocol.UDP);
        assertThat(whole()).isEqualTo(replies);
    }

    @Test
    void other_answers_have_accounts_of_their_own_and_denials_share_one() {
        ask(5, "203.0.113.1", Protocol.UDP);
        reply = Replies.to(7, "mail.example.", Type.A)
                .answer("mail.example. 60 A 192.0.2.1")
                .bytes();
        ask(5, "203.0.113.1", Protocol.UDP);
        assertThat(sent).hasSize(10);
        for (int i = 0; i < 10; i++) {
            reply = Replies.to(7, "made-up-" + i + ".example.", Type.A)
                    .nxdomain()
                    .bytes();
            ask(1, "203.0.113.1", Protocol.UDP);
        }
        assertThat(sent).as("5 whole, of 5 others 2 truncated").hasSize(17);
    }

    @Test
    void whoever_stops_is_heard_again() {
        ask(10, "203.0.113.1", Protocol.UDP);
        sent.clear();
        now = now.plusSeconds(3);
        ask(5, "203.0.113.1", Protocol.UDP);
        assertThat(whole()).isEqualTo(5);
    }

    @Test
    void after_a_flood_the_silence_is_no_longer_than_fifteen_seconds() {
        ask(100_000, "203.0.113.1", Protocol.UDP);
        sent.clear();
        now = now.plusSeconds(16);
        ask(1, "203.0.113.1", Protocol.UDP);
        assertThat(whole()).isEqualTo(1);
    }

    @Test
    void over_tcp_nothing_is_held_back() {
        ask(100, "203.0.113.1", Protocol.TCP);
        assertThat(whole()).isEqualTo(100);
    }
}
