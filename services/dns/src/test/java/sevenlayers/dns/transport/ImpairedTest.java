package sevenlayers.dns.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sevenlayers.wire.Bytes;

/** Bad links, in virtual time. */
class ImpairedTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 53);
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Bytes MESSAGE = Bytes.hex("01");

    private final VirtualNetwork network = new VirtualNetwork(Instant.EPOCH)
            .with(SERVER, (question, replies) -> replies.reply(MILLI, question.message()));
    private final Impaired impaired = new Impaired(network, network);

    /** When the exchange ended, and how. */
    private String ask(Protocol protocol) {
        List<String> ended = new ArrayList<>();
        Instant began = network.instant();
        impaired.ask(new Question(SERVER, protocol, MESSAGE, PATIENCE), new Transport.Listener() {
            @Override
            public boolean heard(Bytes message, InetSocketAddress from) {
                return from.equals(SERVER);
            }

            @Override
            public void ended(Ending ending) {
                ended.add(ending + " after "
                        + Duration.between(began, network.instant()).toMillis() + " ms");
            }
        });
        network.run();
        assertThat(ended).hasSize(1);
        return ended.getFirst();
    }

    private void link(double questions, double replies, long delayMillis, long seed) {
        impaired.set(SERVER.getAddress(), new Impaired.Link(questions, replies, Duration.ofMillis(delayMillis), seed));
    }

    @Test
    void a_good_link_changes_nothing() {
        assertThat(ask(Protocol.UDP)).isEqualTo("ACCEPTED after 1 ms");
        link(1, 0, 0, 1);
        link(0, 0, 0, 1);
        assertThat(ask(Protocol.UDP)).isEqualTo("ACCEPTED after 1 ms");
    }

    @Test
    void a_delay_is_there_both_ways() {
        link(0, 0, 20, 1);
        assertThat(ask(Protocol.UDP)).isEqualTo("ACCEPTED after 41 ms");
        assertThat(ask(Protocol.TCP)).as("with the handshake").isEqualTo("ACCEPTED after 81 ms");
    }

    @Test
    void what_is_lost_is_waited_for_over_udp_and_never_over_tcp() {
        link(1, 0, 0, 1);
        assertThat(ask(Protocol.UDP)).isEqualTo("TIMEOUT after 500 ms");
        link(0, 1, 0, 1);
        assertThat(ask(Protocol.UDP)).isEqualTo("TIMEOUT after 500 ms");
        assertThat(ask(Protocol.TCP)).isEqualTo("ACCEPTED after 1 ms");
    }

    @Test
    void a_delay_beyond_the_patience_is_a_timeout_in_time() {
        link(0, 0, 400, 1);
        assertThat(ask(Protocol.UDP)).isEqualTo("TIMEOUT after 500 ms");
    }

    @Test
    void the_same_seed_loses_the_same() {
        link(0.3, 0.2, 0, 42);
        List<String> first =
                IntStream.range(0, 200).mapToObj(_ -> ask(Protocol.UDP)).toList();
        link(0.3, 0.2, 0, 42);
        List<String> second =
                IntStream.range(0, 200).mapToObj(_ -> ask(Protocol.UDP)).toList();
        assertThat(second).isEqualTo(first);
        assertThat(first.stream().filter(end -> end.startsWith("TIMEOUT")).count())
                .as("of 200, 44 % are lost on one of both ways")
                .isBetween(66L, 110L);
    }

    @Test
    void a_loss_is_a_probability() {
        assertThatIllegalArgumentException().isThrownBy(() -> link(1.1, 0, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> link(0, Double.NaN, 0, 1));
    }
}
