package sevenlayers.balancer.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An HTTP/2 peer that does exactly what a test says, frame by frame (RFC 9113 §4.1), right or wrong. */
public final class Wire implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;
    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);

    /** One frame. */
    public record Frame(int type, int flags, int stream, byte[] payload) {
        public boolean endStream() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }

        /** The text of a GOAWAY. */
        public String debug() {
            return new String(payload, 8, payload.length - 8, StandardCharsets.UTF_8);
        }

        /** The error code of RST_STREAM, or the last stream of GOAWAY. */
        public int firstInt() {
            return ByteBuffer.wrap(payload).getInt();
        }
    }

    public Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** A client that has said hello. */
    public static Wire client(InetSocketAddress door) throws IOException {
        Wire wire = raw(door);
        wire.bytes(PREFACE);
        wire.send(SETTINGS, 0, 0, new byte[0]);
        return wire;
    }

    /** A client that has said nothing yet. */
    public static Wire raw(InetSocketAddress door) throws IOException {
        return new Wire(new Socket(door.getAddress(), door.getPort()));
    }

    /** A server that reads the client's preface and sends its own SETTINGS: pairs of identifier and value. */
    public static Wire server(Socket accepted, int... settings) throws IOException {
        Wire wire = new Wire(accepted);
        wire.in.readNBytes(PREFACE.length);
        ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
        for (int i = 0; i < settings.length; i += 2) {
            payload.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        wire.send(SETTINGS, 0, 0, payload.array());
        return wire;
    }

    public void bytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    public void send(int type, int flags, int stream, byte... payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
        bytes(frame.array());
    }

    public void sendInt(int type, int stream, int value) throws IOException {
        send(type, 0, stream, ByteBuffer.allocate(4).putInt(value).array());
    }

    public void goAway(int lastStream, int error) throws IOException {
        send(
                GOAWAY,
                0,
                0,
                ByteBuffer.allocate(8).putInt(lastStream).putInt(error).array());
    }

    public void headers(int stream, boolean end, String... namesAndValues) throws IOException {
        DefaultHttp2Headers headers = new DefaultHttp2Headers(false);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        ByteBuf block = Unpooled.buffer();
        try {
            encoder.encodeHeaders(stream, headers, block);
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
        send(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, ByteBufUtil.getBytes(block));
    }

    /** A request's headers. */
    public void request(int stream, boolean end, String... more) throws IOException {
        String[] all = new String[8 + more.length];
        System.arraycopy(
                new String[] {":method", "POST", ":scheme", "http", ":path", "/a/B", ":authority", "lab"},
                0,
                all,
                0,
                8);
        System.arraycopy(more, 0, all, 8, more.length);
        headers(stream, end, all);
    }

    /** A gRPC call with one message of one byte. */
    public void call(int stream, String path, int message) throws IOException {
        headers(
                stream,
                false,
                ":method",
                "POST",
                ":scheme",
                "http",
                ":path",
                path,
                ":authority",
                "lab",
                "content-type",
                "application/grpc",
                "te",
                "trailers");
        send(DATA, END_STREAM, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 1, (byte) message);
    }

    /** The next frame; null at the end of the connection. */
    public @Nullable Frame read() throws IOException {
        try {
            int first = in.readInt();
            int flags = in.readUnsignedByte();
            int stream = in.readInt() & Integer.MAX_VALUE;
            byte[] payload = in.readNBytes(first >>> 8);
            return new Frame(first & 0xff, flags, stream, payload);
        } catch (EOFException | SocketException _) {
            return null;
        }
    }

    /** The next frame; fails at the end of the connection. */
    public Frame next() throws IOException {
        Frame frame = read();
        if (frame == null) {
            throw new EOFException("the connection ended before the frame came");
        }
        return frame;
    }

    /** Reads, and acknowledges SETTINGS and PING on the way, until a frame is the one; fails if the connection ends before. */
    public Frame await(Predicate<Frame> wanted) throws IOException {
        while (true) {
            Frame frame = next();
            if ((frame.type() == SETTINGS || frame.type() == PING) && (frame.flags() & ACK) == 0) {
                send(frame.type(), ACK, 0, frame.type() == PING ? frame.payload() : new byte[0]);
            }
            if (wanted.test(frame)) {
                return frame;
            }
        }
    }

    public Frame await(int type, int stream) throws IOException {
        return await(frame -> frame.type() == type && frame.stream() == stream);
    }

    /** Whether the peer closes the connection, whatever it says before. */
    public boolean closes() throws IOException {
        while (read() != null) {
            // Whatever it says.
        }
        return true;
    }

    public Http2Headers decode(Frame headers) throws IOException {
        try {
            return decoder.decodeHeaders(headers.stream(), Unpooled.wrappedBuffer(headers.payload()));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
