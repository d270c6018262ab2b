package sevenlayers.balancer.servername;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * Looks for the server's name in the first bytes of a connection.
 *
 * <p>A ClientHello is a handshake message, which may be cut into several records, which may be cut into several segments. Nothing is
 * verified that the name does not depend on: that is the server's business.
 */
public final class ClientHello {
    /** What is longer is passed on without a look. */
    public static final int LONGEST = 16_384;

    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int RECORD_HEADER = 5;
    private static final int MESSAGE_HEADER = 4;
    private static final int RANDOM = 32;
    private static final int SERVER_NAME = 0;
    private static final int HOST_NAME = 0;
    private static final Pattern PRINTABLE = Pattern.compile("[A-Za-z0-9._-]{1,255}");

    private ClientHello() {}

    /** Looks at everything from the buffer's position to its limit, and moves neither. */
    public static Peeked peek(ByteBuffer in) {
        ByteBuffer message = ByteBuffer.allocate(in.remaining());
        boolean complete = unwrap(in.duplicate(), message);
        message.flip();
        if (message.hasRemaining() && message.get(0) != CLIENT_HELLO) {
            return new Peeked.None();
        }
        int length = message.remaining() < MESSAGE_HEADER ? -1 : message.getInt(0) & 0xff_ffff;
        if (length < 0 || message.remaining() < MESSAGE_HEADER + length) {
            boolean mayCome = complete && in.remaining() < LONGEST && MESSAGE_HEADER + length <= LONGEST;
            return mayCome ? new Peeked.More() : new Peeked.None();
        }
        try {
            return name(message.slice(MESSAGE_HEADER, length));
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            return new Peeked.None();
        }
    }

    /** Puts the records' fragments together; false if they are not all of the handshake. */
    private static boolean unwrap(ByteBuffer in, ByteBuffer message) {
        while (in.hasRemaining()) {
            int at = in.position();
            // RFC 8446 §5.1: type, 0x03 and a minor version that says nothing, length.
            if (in.get(at) != HANDSHAKE || in.remaining() > 1 && in.get(at + 1) != 3) {
                return false;
            }
            if (in.remaining() < RECORD_HEADER) {
                return true;
            }
            int length = in.getShort(at + 3) & 0xffff;
            // RFC 8446 §5.1: no empty fragment of a handshake, and none of more than 2^14 bytes.
            if (length == 0 || length > 1 << 14) {
                return false;
            }
            int here = Math.min(length, in.remaining() - RECORD_HEADER);
            message.put(in.slice(at + RECORD_HEADER, here));
            in.position(at + RECORD_HEADER + here);
        }
        return true;
    }

    // struct { legacy_version; random; session_id<0..32>;
    // cipher_suites<2..>; compression_methods<1..>; extensions<8..> }
    private static Peeked name(ByteBuffer hello) {
        hello.position(2 + RANDOM);
        skip(hello, hello.get() & 0xff);
        skip(hello, hello.getShort() & 0xffff);
        skip(hello, hello.get() & 0xff);
        if (!hello.hasRemaining()) {
            return new Peeked.None(); // RFC 5246 §7.4.1.2: extensions may be missing altogether
        }
        ByteBuffer extensions = vector(hello);
        Peeked found = new Peeked.None();
        while (extensions.hasRemaining()) {
            int type = extensions.getShort() & 0xffff;
            ByteBuffer extension = vector(extensions);
            if (type == SERVER_NAME) {
                if (found instanceof Peeked.Name) {
                    return new Peeked.None(); // RFC 8446 §4.2: not more than one of a type
                }
                found = hostName(vector(extension));
            }
        }
        return found;
    }

    private static Peeked hostName(ByteBuffer list) {
        while (list.hasRemaining()) {
            int type = list.get();
            ByteBuffer value = vector(list);
            if (type == HOST_NAME) {
                String name = US_ASCII.decode(value).toString();
                return PRINTABLE.matcher(name).matches() ? new Peeked.Name(name) : new Peeked.None();
            }
        }
        return new Peeked.None();
    }

    private static ByteBuffer vector(ByteBuffer in) {
        int length = in.getShort() & 0xffff;
        ByteBuffer vector = in.slice(in.position(), checked(in, length));
        skip(in, length);
        return vector;
    }

    private static void skip(ByteBuffer in, int bytes) {
        in.position(in.position() + checked(in, bytes));
    }

    private static int checked(ByteBuffer in, int bytes) {
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return bytes;
    }
}
