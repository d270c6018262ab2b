package sevenlayers.dns.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;
import sevenlayers.dns.transport.Framing;
import sevenlayers.dns.transport.Loop;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.dns.transport.SelectorLoop;
import sevenlayers.wire.Bytes;

/** One connection: questions in, replies out, in whatever order they are ready (RFC 7766 §6.2.1.1, §7). All but {@link Question#reply} on the loop. */
final class TcpConnection {
    private static final Logger LOG = Logger.getLogger(TcpConnection.class.getName());
    private static final int ROOM = 16 * 1024;

    private final SelectorLoop loop;
    private final SocketChannel channel;
    private final InetSocketAddress from;
    private final InetSocketAddress to;
    private final TcpPort port;
    private final Handler handler;
    private final Patience patience;
    private final SelectionKey key;
    private final ByteBuffer room = ByteBuffer.allocate(ROOM);
    private final Framing framing = new Framing();
    private final Queue<Bytes> waiting = new ArrayDeque<>();
    private final Queue<ByteBuffer> unsent = new ArrayDeque<>();
    private final Queue<Answer> answers = new ArrayDeque<>();
    private Loop.Timer idle;
    private int unanswered;
    private int unsentBytes;
    private boolean lastWord;

    TcpConnection(
            SelectorLoop loop,
            SocketChannel channel,
            InetSocketAddress from,
            TcpPort port,
            Handler handler,
            Patience patience)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.from = from;
        this.to = (InetSocketAddress) channel.getLocalAddress();
        this.port = port;
        this.handler = handler;
        this.patience = patience;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.key = loop.register(channel, SelectionKey.OP_READ, _ -> ready());
        this.idle = loop.after(port.idle(), this::end);
    }

    void end() {
        idle.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.FINE, "a connection could not be closed", e);
        }
        unsent.clear();
        waiting.clear();
        answers.clear();
        port.gone(this, from.getAddress());
    }

    private void ready() {
        try {
            if (key.isReadable()) {
                read();
            }
            if (channel.isOpen() && key.isWritable()) {
                write();
            }
        } catch (IOException e) {
            LOG.log(Level.FINE, "a connection broke", e);
            end();
        }
    }

    private void read() throws IOException {
        int count = channel.read(room.clear());
        if (count > 0) {
            moved();
            waiting.addAll(framing.take(room.flip()));
        } else if (count < 0) {
            lastWord = true; // the client may have closed its half only, and wait for replies
        }
        serve();
    }

    /** Gives questions on, as far as the limits allow; the rest waits, and while it does nothing more is read. */
    private void serve() {
        while (!waiting.isEmpty() && !full()) {
            unanswered++;
            try {
                handler.handle(new Question(waiting.remove()));
            } catch (RuntimeException e) {
                LOG.log(Level.SEVERE, "a message over TCP made the server fail", e);
                end();
                return;
            }
        }
        settle();
    }

    private boolean full() {
        return unanswered >= patience.pipelined() || unsentBytes > patience.unsentBytes();
    }

    private void write() throws IOException {
        while (!unsent.isEmpty()) {
            ByteBuffer next = unsent.element();
            int count = channel.write(next);
            unsentBytes -= count;
            if (count > 0) {
                moved();
            }
            if (next.hasRemaining()) {
                break;
            }
            unsent.remove();
        }
        more();
        serve();
    }

    /** The next messages of long answers, as long as not too much waits to be sent. */
    private void more() {
        while (!answers.isEmpty() && channel.isOpen() && unsentBytes <= patience.unsentBytes()) {
            Answer answer = answers.element();
            try {
                queue(answer.messages().next());
            } catch (RuntimeException e) {
                LOG.log(Level.SEVERE, "an answer over TCP could not be made", e);
                end();
                return;
            }
            if (!answer.messages().hasNext()) {
                answers.remove();
                answered(answer.question());
            }
        }
    }

    /** After each change: what to wait for next, or the end. */
    private void settle() {
        if (!channel.isOpen()) {
            return;
        }
        if (lastWord && unsent.isEmpty() && waiting.isEmpty() && unanswered == 0) {
            end();
            return;
        }
        boolean reads = !lastWord && waiting.isEmpty() && !full();
        key.interestOps((reads ? SelectionKey.OP_READ : 0) | (unsent.isEmpty() ? 0 : SelectionKey.OP_WRITE));
    }

    private void moved() {
        idle.cancel();
        idle = loop.after(port.idle(), this::end);
    }

    private void send(Question question, Bytes reply) {
        if (channel.isOpen()) {
            answered(question);
            queue(reply);
        }
    }

    private void send(Question question, Iterator<Bytes> messages) {
        if (channel.isOpen() && messages.hasNext()) {
            answers.add(new Answer(question, messages));
            more();
        }
    }

    private void answered(Question question) {
        if (!question.answered) {
            question.answered = true;
            unanswered--;
        }
    }

    private void queue(Bytes reply) {
        ByteBuffer framed = Framing.frame(reply);
        unsentBytes += framed.remaining();
        unsent.add(framed);
        key.interestOpsOr(SelectionKey.OP_WRITE);
    }

    /** One of many messages, of which some are still to be made. */
    private record Answer(Question question, Iterator<Bytes> messages) {}

    private final class Question implements Inbound {
        private final Bytes message;
        private boolean answered;

        Question(Bytes message) {
            this.message = message;
        }

        @Override
        public Bytes message() {
            return message;
        }

        @Override
        public InetSocketAddress from() {
            return from;
        }

        @Override
        public InetSocketAddress to() {
            return to;
        }

        @Override
        public Protocol protocol() {
            return Protocol.TCP;
        }

        @Override
        public void reply(Bytes reply) {
            if (loop.inside()) {
                send(this, reply);
            } else {
                loop.execute(() -> send(this, reply));
            }
        }

        @Override
        public void reply(Iterator<Bytes> messages) {
            if (loop.inside()) {
                send(this, messages);
            } else {
                loop.execute(() -> send(this, messages));
            }
        }

        @Override
        public void close() {
            loop.execute(() -> {
                lastWord = true;
                unanswered -= answered ? 0 : 1;
                answered = true;
                settle();
            });
        }
    }
}
