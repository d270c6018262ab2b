package sevenlayers.dns.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sevenlayers.wire.Bytes;

/** What every transport promises, shown on the one of the tests. */
class VirtualNetworkTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 53);
    private static final InetSocketAddress FORGER = new InetSocketAddress("203.0.113.66", 53);
    private static final Bytes QUESTION = Bytes.utf8("question");
    private static final Bytes RIGHT = Bytes.utf8("right");
    private static final Bytes WRONG = Bytes.utf8("wrong");

    private final VirtualNetwork network = new VirtualNetwork(Instant.EPOCH);
    private final List<String> story = new ArrayList<>();

    private Transport.Exchange ask() {
        Question question = new Question(SERVER, Protocol.UDP, QUESTION, Duration.ofMillis(400));
        return network.ask(question, new Transport.Listener() {
            @Override
            public boolean heard(Bytes message, InetSocketAddress from) {
                boolean accepted = message.equals(RIGHT) && from.equals(SERVER);
                tell((accepted ? "takes " : "passes over ") + message.utf8());
                return accepted;
            }

            @Override
            public void ended(Ending ending) {
                tell(ending.toString());
            }
        });
    }

    private void tell(String what) {
        story.add(network.instant().toEpochMilli() + " " + what);
    }

    @Test
    void a_wrong_reply_does_not_end_an_exchange_and_the_right_one_does() {
        network.with(
                SERVER,
                (question, replies) -> replies.reply(Duration.ofMillis(5), WRONG)
                        .reply(Duration.ofMillis(6), RIGHT, FORGER)
                        .reply(Duration.ofMillis(20), RIGHT)
                        .reply(Duration.ofMillis(21), WRONG));
        ask();
        assertThat(story).as("nothing is heard before the question is asked").isEmpty();
        network.run();
        assertThat(story)
                .containsExactly("5 passes over wrong", "6 passes over right", "20 takes right", "20 ACCEPTED");
    }

    @Test
    void silence_ends_when_patience_does() {
        ask();
        network.run();
        assertThat(story).containsExactly("400 TIMEOUT");
    }

    @Test
    void an_end_comes_once() {
        network.with(
                SERVER,
                (question, replies) ->
                        replies.end(Duration.ofMillis(3), Ending.UNREACHABLE).end(Duration.ofMillis(4), Ending.CLOSED));
        ask();
        network.run();
        assertThat(story).containsExactly("3 UNREACHABLE");
    }

    @Test
    void who_gives_up_hears_nothing_more() {
        network.with(SERVER, (question, replies) -> replies.reply(Duration.ofMillis(20), RIGHT));
        Transport.Exchange exchange = ask();
        network.pass(Duration.ofMillis(10));
        exchange.cancel();
        assertThat(story).as("a listener is not called from within cancel()").isEmpty();
        network.run();
        assertThat(story).containsExactly("10 CANCELLED");
    }

    @Test
    void a_question_has_bytes_and_patience() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Question(SERVER, Protocol.TCP, Bytes.zeros(65_536), Duration.ofSeconds(1)))
                .withMessage("a message has 1 to 65,535 bytes, this one has 65536");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Question(SERVER, Protocol.UDP, QUESTION, Duration.ZERO));
    }
}
