package sevenlayers.dns.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import sevenlayers.wire.Bytes;

/** A question in a datagram. */
final class UdpLine implements Line {
    /*
     * The socket is connected: the kernel drops what comes from any other address or port, and tells of ICMP's "port unreachable".
     */

    private static final int FIRST_PORT = 1024;
    private static final int PORTS = 65_536 - FIRST_PORT;
    private static final int TRIES = 20;
    private static final int LARGEST = 65_535;

    /** One for all lines of a thread: it is emptied before the next one reads. */
    private static final ThreadLocal<ByteBuffer> ROOM =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(LARGEST));

    private final DatagramChannel channel;
    private final Consumer<News> news;

    UdpLine(
            SelectorLoop loop,
            Question question,
            Optional<InetAddress> source,
            RandomGenerator random,
            Consumer<News> news)
            throws IOException {
        this.news = news;
        this.channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            bind(source, random);
            channel.connect(question.server());
            loop.register(channel, SelectionKey.OP_READ, _ -> read());
            news.accept(new News.Open(channel.socket().getLocalPort()));
            channel.write(question.message().buffer());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** RFC 5452 §9.2: a port that cannot be foreseen, of all that there are. */
    private void bind(Optional<InetAddress> source, RandomGenerator random) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try {
                channel.bind(at(source, FIRST_PORT + random.nextInt(PORTS)));
                return;
            } catch (BindException taken) {
                // another one, then
            }
        }
        channel.bind(at(source, 0));
    }

    private static InetSocketAddress at(Optional<InetAddress> source, int port) {
        return source.map(address -> new InetSocketAddress(address, port)).orElseGet(() -> new InetSocketAddress(port));
    }

    private void read() throws IOException {
        try {
            ByteBuffer room = ROOM.get();
            while (channel.isOpen() && channel.read(room.clear()) > 0) {
                byte[] message = new byte[room.flip().remaining()];
                room.get(message);
                news.accept(new News.Message(Bytes.wrap(message)));
            }
        } catch (PortUnreachableException e) {
            news.accept(new News.End(Ending.UNREACHABLE));
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it is closed for us in any case
        }
    }
}
