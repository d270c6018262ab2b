package sevenlayers.dns.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Consumer;
import sevenlayers.wire.Bytes;

/** A question over a connection of its own. */
final class TcpLine implements Line {
    private static final int ROOM = 16 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer question;
    private final ByteBuffer room = ByteBuffer.allocate(ROOM);
    private final Framing framing = new Framing();
    private final Consumer<News> news;
    private final SelectionKey key;

    TcpLine(SelectorLoop loop, Question question, Optional<InetAddress> source, Consumer<News> news)
            throws IOException {
        this.question = Framing.frame(question.message());
        this.news = news;
        this.channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            if (source.isPresent()) {
                channel.bind(new InetSocketAddress(source.get(), 0));
            }
            boolean connected = channel.connect(question.server());
            if (connected) {
                open();
            }
            key = loop.register(channel, connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, _ -> ready());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void open() {
        news.accept(new News.Open(channel.socket().getLocalPort()));
    }

    private void ready() {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                open();
                key.interestOps(SelectionKey.OP_WRITE);
            }
        } catch (IOException refused) {
            news.accept(new News.End(Ending.UNREACHABLE));
            return;
        }
        try {
            if (key.isWritable()) {
                channel.write(question);
                key.interestOps(SelectionKey.OP_READ | (question.hasRemaining() ? SelectionKey.OP_WRITE : 0));
            }
            if (key.isReadable()) {
                read();
            }
        } catch (IOException reset) {
            news.accept(new News.End(Ending.CLOSED));
        }
    }

    private void read() throws IOException {
        int count = channel.read(room.clear());
        for (Bytes message : framing.take(room.flip())) {
            if (!message.isEmpty() && channel.isOpen()) {
                news.accept(new News.Message(message));
            }
        }
        if (count < 0 && channel.isOpen()) {
            news.accept(new News.End(Ending.CLOSED));
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
