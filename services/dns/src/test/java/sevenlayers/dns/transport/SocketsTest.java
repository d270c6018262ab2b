package sevenlayers.dns.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.dns.peers.Peer;
import sevenlayers.dns.server.Handler;
import sevenlayers.dns.server.Patience;
import sevenlayers.wire.Bytes;

/** Questions over real sockets, on loopback. */
@Timeout(20)
class SocketsTest {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Bytes QUESTION = Bytes.hex("0102030405060708090a0b0c");
    private static final Duration LONG = Duration.ofSeconds(10);

    private final SelectorLoop loop = new SelectorLoop("test");
    private final Sockets sockets = new Sockets(loop, Optional.empty(), new Random(1));

    @AfterEach
    void end() {
        loop.close();
    }

    /** What a listener heard, in order: messages, then how it ended. */
    private static class Heard implements Transport.Listener {
        final BlockingQueue<Object> all = new LinkedBlockingQueue<>();
        private final Bytes wanted;

        Heard(Bytes wanted) {
            this.wanted = wanted;
        }

        @Override
        public boolean heard(Bytes message, InetSocketAddress from) {
            all.add(message);
            return message.equals(wanted);
        }

        @Override
        public void ended(Ending ending) {
            all.add(ending);
        }

        List<Object> untilEnd() throws InterruptedException {
            List<Object> got = new ArrayList<>();
            do {
                got.add(all.take());
            } while (!(got.getLast() instanceof Ending));
            return got;
        }
    }

    private sevenlayers.dns.server.Listener listen(Handler handler) throws IOException {
        return sevenlayers.dns.server.Listener.open(loop, ANYWHERE, handler, Patience.DEFAULT);
    }

    private Heard ask(InetSocketAddress server, Protocol protocol, Duration patience, Bytes wanted) {
        Heard heard = new Heard(wanted);
        sockets.ask(new Question(server, protocol, QUESTION, patience), heard);
        return heard;
    }

    @Test
    void what_comes_back_is_heard_until_it_is_the_reply() throws Exception {
        Bytes forged = Bytes.hex("ff");
        for (Protocol protocol : Protocol.values()) {
            try (var server = listen(inbound -> {
                inbound.reply(forged);
                inbound.reply(inbound.message());
            })) {
                assertThat(ask(server.address(), protocol, LONG, QUESTION).untilEnd())
                        .containsExactly(forged, QUESTION, Ending.ACCEPTED);
            }
        }
    }

    @Test
    void silence_ends_with_the_patience() throws Exception {
        for (Protocol protocol : Protocol.values()) {
            try (var server = listen(_ -> {})) {
                assertThat(ask(server.address(), protocol, Duration.ofMillis(30), QUESTION)
                                .untilEnd())
                        .containsExactly(Ending.TIMEOUT);
            }
        }
    }

    @Test
    void a_port_where_nobody_listens_is_unreachable_at_once() throws Exception {
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), Peer.freePort());
        for (Protocol protocol : Protocol.values()) {
            assertThat(ask(nobody, protocol, LONG, QUESTION).untilEnd()).containsExactly(Ending.UNREACHABLE);
        }
    }

    @Test
    void a_connection_that_is_closed_ends_it() throws Exception {
        try (var server = listen(inbound -> inbound.close())) {
            assertThat(ask(server.address(), Protocol.TCP, LONG, QUESTION).untilEnd())
                    .containsExactly(Ending.CLOSED);
        }
    }

    @Test
    void what_is_given_up_ends_once() throws Exception {
        try (var server = listen(_ -> {})) {
            Heard heard = new Heard(QUESTION);
            Transport.Exchange exchange =
                    sockets.ask(new Question(server.address(), Protocol.UDP, QUESTION, LONG), heard);
            exchange.cancel();
            exchange.cancel();
            assertThat(heard.untilEnd()).containsExactly(Ending.CANCELLED);
        }
    }

    @Test
    void each_question_comes_from_a_port_of_its_own() throws Exception {
        Set<Integer> ports = new ConcurrentSkipListSet<>();
        try (var server = listen(inbound -> {
            ports.add(inbound.from().getPort());
            inbound.reply(inbound.message());
        })) {
            for (int i = 0; i < 50; i++) {
                ask(server.address(), Protocol.UDP, LONG, QUESTION).untilEnd();
            }
        }
        assertThat(ports).hasSizeGreaterThan(45).allMatch(port -> port >= 1024);
        int spread = ports.stream().mapToInt(Integer::intValue).max().getAsInt()
                - ports.stream().mapToInt(Integer::intValue).min().getAsInt();
        assertThat(spread).as("not one after the other").isGreaterThan(20_000);
    }

    @Test
    void the_port_is_told_through_all_that_stands_between() throws Exception {
        BlockingQueue<Integer> told = new LinkedBlockingQueue<>();
        BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
        try (var server = listen(inbound -> {
            seen.add(inbound.from().getPort());
            inbound.reply(inbound.message());
        })) {
            InetSocketAddress said = new InetSocketAddress("192.0.2.1", 53);
            Impaired links = new Impaired(new Redirected(sockets, Map.of(said, server.address())), loop);
            links.set(said.getAddress(), new Impaired.Link(0, 0, Duration.ofMillis(1), 1));
            for (Protocol protocol : Protocol.values()) {
                Heard heard = new Heard(QUESTION) {
                    @Override
                    public void sentFrom(int port) {
                        told.add(port);
                    }
                };
                var _ = links.ask(new Question(said, protocol, QUESTION, LONG), heard);
                assertThat(heard.untilEnd()).containsExactly(QUESTION, Ending.ACCEPTED);
                assertThat(told.take()).isEqualTo(seen.take());
            }
        }
    }

    @Test
    void questions_come_from_the_address_that_was_given() throws Exception {
        BlockingQueue<InetAddress> from = new LinkedBlockingQueue<>();
        InetAddress source = InetAddress.getByName("127.0.0.9");
        Sockets bound = new Sockets(loop, Optional.of(source), new Random(1));
        try (var server = listen(inbound -> from.add(inbound.from().getAddress()))) {
            for (Protocol protocol : Protocol.values()) {
                bound.ask(new Question(server.address(), protocol, QUESTION, LONG), new Heard(QUESTION));
                assertThat(from.take()).isEqualTo(source);
            }
        }
    }
}
