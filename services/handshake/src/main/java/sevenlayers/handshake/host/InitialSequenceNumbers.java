package sevenlayers.handshake.host;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/** How a host chooses the number of a connection's first byte. */
public sealed interface InitialSequenceNumbers {
    /** RFC 9293 §3.4.1: the clock counts one every 4 microseconds, and comes round after 4.77 hours. */
    long TICK_NANOS = 4_000;

    /** The number for a connection that begins now. */
    int next(long nowNanos, int local, int localPort, int remote, int remotePort);

    /** Always the same. */
    record Fixed(int number) implements InitialSequenceNumbers {
        @Override
        public int next(long nowNanos, int local, int localPort, int remote, int remotePort) {
            return number;
        }
    }

    /** The clock alone, as RFC 793 §3.3 had it: whoever opens a connection of his own knows everybody's. */
    record Clock(int start) implements InitialSequenceNumbers {
        @Override
        public int next(long nowNanos, int local, int localPort, int remote, int remotePort) {
            return start + (int) (nowNanos / TICK_NANOS);
        }
    }

    /** ISN = M + F(localip, localport, remoteip, remoteport, secretkey): RFC 6528 §3. F is the beginning of a SHA-256 digest. */
    record ClockAndHash(long key) implements InitialSequenceNumbers {
        @Override
        public int next(long nowNanos, int local, int localPort, int remote, int remotePort) {
            ByteBuffer hashed = ByteBuffer.allocate(24);
            hashed.putInt(local).putShort((short) localPort).putInt(remote).putShort((short) remotePort);
            hashed.putLong(key).putInt(0);
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(hashed.array());
                return (int) (nowNanos / TICK_NANOS) + ByteBuffer.wrap(digest).getInt();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }

    /** Any, at random: one of the last connection's may come again. */
    record AtRandom(RandomGenerator chance) implements InitialSequenceNumbers {
        @Override
        public int next(long nowNanos, int local, int localPort, int remote, int remotePort) {
            return chance.nextInt();
        }
    }
}
