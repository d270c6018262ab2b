package sevenlayers.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sevenlayers.dns.transport.SelectorLoop;
import sevenlayers.wire.Bytes;

/** Ports on loopback, real ones. */
@Timeout(20)
class ListenerTest {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final SelectorLoop loop = new SelectorLoop("test");

    @AfterEach
    void end() {
        loop.close();
    }

    private Listener listen(Handler handler, Patience patience) throws IOException {
        return Listener.open(loop, ANYWHERE, handler, patience);
    }

    private Listener echo(Patience patience) throws IOException {
        return listen(inbound -> inbound.reply(inbound.message()), patience);
    }

    private static Socket connect(Listener listener) throws IOException {
        Socket socket = new Socket();
        socket.connect(listener.address());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(framed(text));
        out.flush();
    }

    private static byte[] framed(String text) {
        byte[] bytes = new byte[text.length() + 2];
        bytes[0] = (byte) (text.length() >> 8);
        bytes[1] = (byte) text.length();
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, bytes, 2, text.length());
        return bytes;
    }

    private static String read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        return new String(message, StandardCharsets.US_ASCII);
    }

    @Test
    void a_datagram_is_answered_from_where_it_went_to() throws IOException {
        try (Listener listener = echo(Patience.DEFAULT);
                DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            socket.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, listener.address()));
            DatagramPacket reply = new DatagramPacket(new byte[100], 100);
            socket.receive(reply);
            assertThat(reply.getLength()).isEqualTo(3);
            assertThat(reply.getSocketAddress()).isEqualTo(listener.address());
        }
    }

    @Test
    void questions_may_follow_each_other_and_come_a_byte_at_a_time() throws IOException {
        try (Listener listener = echo(Patience.DEFAULT);
                Socket socket = connect(listener)) {
            socket.setTcpNoDelay(true);
            for (byte each : framed("slowly")) {
                socket.getOutputStream().write(each);
                socket.getOutputStream().flush();
            }
            write(socket.getOutputStream(), "second");
            assertThat(read(socket)).isEqualTo("slowly");
            assertThat(read(socket)).isEqualTo("second");
        }
    }

    @Test
    void replies_may_come_in_another_order_and_after_the_client_closed_its_half() throws Exception {
        BlockingQueue<Inbound> asked = new LinkedBlockingQueue<>();
        try (Listener listener = listen(asked::add, Patience.DEFAULT);
                Socket socket = connect(listener)) {
            write(socket.getOutputStream(), "one");
            write(socket.getOutputStream(), "two");
            socket.shutdownOutput();
            Inbound one = asked.take();
            Inbound two = asked.take();
            two.reply(two.message());
            assertThat(read(socket)).isEqualTo("two");
            one.reply(one.message());
            assertThat(read(socket)).isEqualTo("one");
            assertThat(socket.getInputStream().read()).as("and then the end").isEqualTo(-1);
        }
    }

    @Test
    void a_connection_that_stands_still_is_closed() throws IOException {
        Patience hasty = new Patience(Duration.ofMillis(50), Duration.ofMillis(50), 10, 10, 10, 1000);
        try (Listener listener = echo(hasty);
                Socket socket = connect(listener)) {
            socket.getOutputStream().write(0); // half a length
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void more_connections_than_a_client_may_have_are_closed_and_the_others_live() throws IOException {
        Patience two = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10), 100, 2, 10, 1000);
        try (Listener listener = echo(two);
                Socket first = connect(listener);
                Socket second = connect(listener);
                Socket third = connect(listener)) {
            assertThat(third.getInputStream().read()).isEqualTo(-1);
            write(first.getOutputStream(), "a");
            write(second.getOutputStream(), "b");
            assertThat(read(first) + read(second)).isEqualTo("ab");
        }
    }

    @Test
    void who_does_not_take_replies_is_not_read_either() throws Exception {
        Bytes large = Bytes.zeros(60_000);
        List<Integer> count = new ArrayList<>();
        Patience small = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10), 10, 10, 10, 100_000);
        try (Listener listener = listen(
                        inbound -> {
                            count.add(1);
                            inbound.reply(large);
                        },
                        small);
                Socket socket = connect(listener)) {
            int questions = 2000;
            for (int i = 0; i < questions; i++) {
                write(socket.getOutputStream(), "more");
            }
            int read = 0;
            for (; read < questions; read++) {
                assertThat(new DataInputStream(socket.getInputStream()).readUnsignedShort())
                        .isEqualTo(60_000);
                if (read == 0) {
                    // What the kernel holds of replies, and a little: far from all.
                    assertThat(count.size()).isLessThan(questions / 2);
                }
                socket.getInputStream().skipNBytes(60_000);
            }
            assertThat(read).isEqualTo(questions);
        }
    }

    @Test
    void a_port_that_is_taken_is_named() throws IOException {
        try (Listener first = echo(Patience.DEFAULT)) {
            assertThatThrownBy(() -> Listener.open(loop, first.address(), _ -> {}, Patience.DEFAULT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("TCP port " + first.address().getPort())
                    .hasMessageContaining("taken by another program");
        }
    }

    @Test
    void a_handler_that_fails_does_not_end_the_listening() throws IOException {
        boolean[] fail = {true};
        try (Listener listener = listen(
                        inbound -> {
                            if (fail[0]) {
                                fail[0] = false;
                                throw new IllegalStateException("on purpose");
                            }
                            inbound.reply(inbound.message());
                        },
                        Patience.DEFAULT);
                Socket bad = connect(listener);
                Socket good = connect(listener)) {
            write(bad.getOutputStream(), "x");
            assertThat(bad.getInputStream().read()).isEqualTo(-1);
            write(good.getOutputStream(), "y");
            assertThat(read(good)).isEqualTo("y");
        }
    }

    @Test
    void a_long_answer_is_made_as_fast_as_it_is_read_and_no_faster() throws IOException {
        String text = "x".repeat(10_000);
        AtomicInteger made = new AtomicInteger();
        Patience patience = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(2), 10, 10, 10, 50_000);
        Handler handler = inbound -> inbound.reply(new Iterator<Bytes>() {
            @Override
            public boolean hasNext() {
                return made.get() < 2000;
            }

            @Override
            public Bytes next() {
                return Bytes.utf8(made.incrementAndGet() + text);
            }
        });
        try (Listener listener = listen(handler, patience);
                Socket socket = connect(listener)) {
            write(socket.getOutputStream(), "all of it");
            write(socket.getOutputStream(), "once more");
            int before;
            do {
                before = made.get();
                LockSupport.parkNanos(200_000_000);
            } while (made.get() > before);
            assertThat(made.get()).as("of 2000 that nobody reads").isBetween(5, 1500);
            for (int i = 1; i <= 2000; i++) {
                assertThat(read(socket)).isEqualTo(i + text);
            }
        }
    }

    @Test
    void what_is_dropped_ends_its_connection() throws IOException {
        Handler dropping =
                new Front(Access.PRIVATE, Optional::of, Front.refuses(5), Front.refuses(5), Front.refuses(5));
        try (Listener listener = listen(dropping, Patience.DEFAULT);
                Socket socket = connect(listener)) {
            write(socket.getOutputStream(), "short");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }
}
