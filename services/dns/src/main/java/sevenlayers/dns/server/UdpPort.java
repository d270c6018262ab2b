package sevenlayers.dns.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.logging.Level;
import java.util.logging.Logger;
import sevenlayers.dns.transport.Protocol;
import sevenlayers.dns.transport.SelectorLoop;
import sevenlayers.wire.Bytes;

/** Messages by datagram. */
final class UdpPort implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(UdpPort.class.getName());

    /** Read in one go before others on the loop have their turn. */
    private static final int AT_ONCE = 128;

    private static final int LARGEST = 65_535;

    /** Bursts wait in the kernel while the loop is busy. */
    private static final int RECEIVE_BUFFER = 1 << 20;

    private final SelectorLoop loop;
    private final InetSocketAddress address;
    private final Handler handler;
    private final DatagramChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(LARGEST);

    UdpPort(SelectorLoop loop, InetSocketAddress address, Handler handler) throws IOException {
        this.loop = loop;
        this.address = address;
        this.handler = handler;
        this.channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.bind(address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    void begin() throws IOException {
        loop.register(channel, SelectionKey.OP_READ, _ -> read());
    }

    private void read() throws IOException {
        for (int i = 0; i < AT_ONCE && channel.isOpen(); i++) {
            if (!(channel.receive(in.clear()) instanceof InetSocketAddress from)) {
                return;
            }
            if (from.getPort() == 0) {
                continue; // nobody can be answered there
            }
            byte[] message = new byte[in.flip().remaining()];
            in.get(message);
            Datagram datagram = new Datagram(Bytes.wrap(message), from);
            try {
                handler.handle(datagram);
            } catch (RuntimeException e) {
                LOG.log(Level.SEVERE, "a message over UDP made the server fail; it was not answered", e);
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.FINE, "a UDP port could not be closed", e);
        }
    }

    private final class Datagram implements Inbound {
        private final Bytes message;
        private final InetSocketAddress from;

        Datagram(Bytes message, InetSocketAddress from) {
            this.message = message;
            this.from = from;
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
            return address;
        }

        @Override
        public Protocol protocol() {
            return Protocol.UDP;
        }

        @Override
        public void reply(Bytes reply) {
            try {
                channel.send(reply.buffer(), from); // where the kernel has no room the reply is lost, as datagrams are
            } catch (IOException e) {
                LOG.log(Level.FINE, "a reply could not be sent", e);
            }
        }

        @Override
        public void close() {}
    }
}
