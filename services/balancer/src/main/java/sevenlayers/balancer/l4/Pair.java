package sevenlayers.balancer.l4;

import io.netty.channel.socket.SocketChannel;

/** A client's connection and the one to its backend, joined. There are thousands of these, most of them idle: they are kept small. */
final class Pair {
    private final SocketChannel client;
    private final SocketChannel upstream;
    private volatile long activeAtNanos;

    Pair(SocketChannel client, SocketChannel upstream, long nowNanos) {
        this.client = client;
        this.upstream = upstream;
        this.activeAtNanos = nowNanos;
    }

    SocketChannel client() {
        return client;
    }

    SocketChannel upstream() {
        return upstream;
    }

    SocketChannel peerOf(SocketChannel side) {
        return side == client ? upstream : client;
    }

    /** A byte has moved. */
    void touch(long nowNanos) {
        activeAtNanos = nowNanos;
    }

    long idleNanos(long nowNanos) {
        return nowNanos - activeAtNanos;
    }

    void close() {
        client.close();
        upstream.close();
    }

    /** Both ends see RST, as they would if it had happened between the two of them. */
    void abort() {
        Relay.abort(client);
        Relay.abort(upstream);
    }
}
