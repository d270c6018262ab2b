package sevenlayers.handshake.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sevenlayers.wire.Bytes;

/** Two connections on a wire that loses, doubles and delays, with any settings: every byte arrives once and in order, or they know it. */
final class HostileWireTest {
    private static final int RUNS = 2_000;
    private static final Bytes PATTERN = pattern();

    private static Bytes pattern() {
        byte[] bytes = new byte[1 << 18];
        new java.util.Random(1).nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    @Test
    void everyByteOnceAndInOrderOrTheConnectionIsReportedBroken() {
        for (int seed = 0; seed < RUNS; seed++) {
            try {
                new Run(seed, false).run();
            } catch (AssertionError | RuntimeException e) {
                new Run(seed, true).run(); // the same again, with its story
                throw e;
            }
        }
    }

    /** One end's program. */
    private static final class Program {
        final TwoEnds ends;
        final TwoEnds.End end;
        final SplittableRandom random;
        final int toWrite;
        final int portion;
        final long pause;
        int written;
        int read;
        boolean endOfStream;

        Program(TwoEnds ends, TwoEnds.End end, SplittableRandom random) {
            this.ends = ends;
            this.end = end;
            this.random = random;
            toWrite = random.nextInt(4) == 0 ? 0 : random.nextInt(20_000);
            portion = 1 + random.nextInt(random.nextBoolean() ? 100 : 20_000);
            pause = OneEnd.MILLI
                    + (random.nextInt(3) == 0 ? random.nextLong(200 * OneEnd.MILLI) : random.nextLong(OneEnd.MILLI));
        }

        void act() {
            TcpConnection c = end.connection;
            if (c.state() == TcpState.CLOSED || c.failure() != null) {
                drain(c);
                return;
            }
            if (c.state().isSynchronized()) {
                if (written < toWrite) {
                    int size = Math.min(portion, toWrite - written);
                    int taken = c.send(
                            ends.now, PATTERN.slice(written, size), random.nextInt(8) == 0, random.nextInt(40) == 0);
                    written += Math.max(0, taken);
                }
                if (written == toWrite && !closed) {
                    closed = true;
                    c.shutdown(ends.now);
                }
                if (random.nextInt(3) > 0) {
                    take(c, 1 + random.nextInt(portion));
                }
            }
            // A program that waits looks less and less often, so that a run through long timeouts stays short.
            int progress = written + read;
            idle = progress != seen ? 0 : Math.min(idle + 1, 10);
            seen = progress;
            ends.plan(ends.now + (1 + random.nextLong(pause) << Math.min(idle, 8)), this::act);
        }

        private boolean closed;
        private int idle;
        private int seen;

        private void drain(TcpConnection c) {
            while (take(c, Integer.MAX_VALUE)) {
                // all that is left
            }
        }

        private boolean take(TcpConnection c, int most) {
            Bytes part = c.receive(ends.now, most);
            if (!part.equals(PATTERN.slice(read, part.length()))) {
                throw new AssertionError("not what was written, from byte " + read + " on" + ends.story());
            }
            read += part.length();
            endOfStream = c.peerClosed() && c.readableBytes() == 0;
            return !part.isEmpty();
        }

        void check() {
            TcpConnection c = end.connection;
            int flight = c.sndNxt() - c.sndUna();
            largestWindow = Math.max(largestWindow, c.sndWnd());
            hold(flight >= 0, "SND.UNA <= SND.NXT");
            boolean open =
                    c.state() != TcpState.CLOSED && c.state() != TcpState.LISTEN && c.state() != TcpState.TIME_WAIT;
            if (flight > 0 && open) {
                hold(
                        c.timerAt(TcpTimer.RETRANSMISSION) >= 0 || c.timerAt(TcpTimer.PERSIST) >= 0,
                        "a timer runs while data is outstanding");
            }
            if (open && c.state().isSynchronized()) {
                hold(
                        c.unsentBytes() == 0 || flight > 0 || c.timerAt(TcpTimer.PERSIST) >= 0,
                        "something will send what is unsent");
                // A probe's byte is the exception. An offer once made holds, so that the largest counts.
                hold(flight <= largestWindow + 1, "what is in flight was offered room");
            }
        }

        private void hold(boolean right, String what) {
            if (!right) {
                throw new AssertionError((end.isA ? "A: " : "B: ") + what + ends.story());
            }
        }

        private long largestWindow;
    }

    private static final class Run {
        private final SplittableRandom random;
        private final TwoEnds ends;
        private final int seed;

        Run(int seed, boolean told) {
            this.seed = seed;
            random = new SplittableRandom(seed);
            double loss = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.2;
            double duplication = random.nextInt(2) == 0 ? 0 : random.nextDouble() * 0.2;
            long delay = 1 + random.nextLong(100 * OneEnd.MILLI);
            long jitter = random.nextInt(2) == 0 ? 0 : random.nextLong(100 * OneEnd.MILLI);
            SplittableRandom wire = random.split();
            TwoEnds.Wire hostile = (fromA, segment, number) -> {
                int copies = wire.nextDouble() < loss ? 0 : wire.nextDouble() < duplication ? 2 : 1;
                long[] arrivals = new long[copies];
                for (int i = 0; i < copies; i++) {
                    arrivals[i] = delay + (jitter == 0 ? 0 : wire.nextLong(jitter));
                }
                return arrivals;
            };
            ends = new TwoEnds(settings(), settings(), random.nextInt(), random.nextInt(), hostile);
            ends.telling = told;
        }

        private TcpSettings settings() {
            TcpSettings base = random.nextBoolean() ? TcpSettings.rfc() : TcpSettings.linux();
            return base.with()
                    .maximumSegmentSize(random.nextInt(3) == 0 ? 88 + random.nextInt(1_300) : TcpSettings.FROM_MTU)
                    .windowScale(random.nextInt(3) == 0 ? random.nextInt(15) : TcpSettings.FROM_BUFFER)
                    .timestamps(random.nextBoolean())
                    .sack(random.nextBoolean())
                    .ecn(random.nextBoolean())
                    .congestionControl(pick("tahoe", "reno", "newreno", "cubic", "none"))
                    .lossRecovery(pick("go_back_n", "reno", "newreno", "sack", "rack"))
                    .mostSegmentsInFlight(random.nextInt(6) == 0 ? 1 + random.nextInt(3) : 1_000_000)
                    .minimumRtoNanos(random.nextBoolean() ? OneEnd.SECOND : 200 * OneEnd.MILLI)
                    .delayedAckNanos(random.nextInt(3) == 0 ? 0 : random.nextLong(500 * OneEnd.MILLI))
                    .nagle(random.nextBoolean())
                    .sendBufferBytes(256 + random.nextInt(random.nextBoolean() ? 1_000 : 100_000))
                    .receiveBufferBytes(256 + random.nextInt(random.nextBoolean() ? 1_000 : 100_000))
                    .retries(15)
                    .synRetries(30)
                    .synAckRetries(30)
                    .build();
        }

        private String pick(String... names) {
            return names[random.nextInt(names.length)];
        }

        void run() {
            Program a = new Program(ends, ends.a, random.split());
            Program b = new Program(ends, ends.b, random.split());
            ends.afterEach = () -> {
                a.check();
                b.check();
            };
            boolean crossed = random.nextInt(8) == 0;
            if (crossed) {
                ends.b.connection.open(0);
            } else {
                ends.b.connection.listen(0);
            }
            ends.a.connection.open(0);
            ends.plan(0, a::act);
            ends.plan(0, b::act);
            boolean done;
            try {
                done = ends.runUntil(() -> isOver(a) && isOver(b), 12 * 3_600 * OneEnd.SECOND);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ends.story(), e);
            }
            a.drain(ends.a.connection);
            b.drain(ends.b.connection);
            String end = "seed " + seed + ": A " + ends.a.connection.state() + " wrote " + a.written + "/" + a.toWrite
                    + " read " + a.read + ", B " + ends.b.connection.state() + " wrote " + b.written + "/" + b.toWrite
                    + " read " + b.read;
            assertThat(done).as("%s is stuck %s", end, ends.story()).isTrue();
            boolean broken = ends.a.connection.failure() != null || ends.b.connection.failure() != null;
            if (!broken) {
                assertThat(b.read).as("%s %s", end, ends.story()).isEqualTo(a.toWrite);
                assertThat(a.read).as("%s %s", end, ends.story()).isEqualTo(b.toWrite);
            }
        }

        private static boolean isOver(Program p) {
            TcpConnection c = p.end.connection;
            return c.state() == TcpState.CLOSED || c.state() == TcpState.TIME_WAIT && c.readableBytes() == 0;
        }
    }
}
