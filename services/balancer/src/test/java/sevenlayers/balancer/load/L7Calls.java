package sevenlayers.balancer.load;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sevenlayers.balancer.testing.GrpcBackend;

/** One client of the L7 door: a call after the other, of every kind. */
final class L7Calls {
    private final InetSocketAddress door;
    private final Tally tally;
    private final Random random;
    private ManagedChannel channel;

    L7Calls(InetSocketAddress door, Tally tally, long seed) {
        this.door = door;
        this.tally = tally;
        this.random = new Random(seed);
        this.channel = GrpcBackend.channel(door);
    }

    /** Makes one call and waits for its end. */
    void one() throws InterruptedException {
        switch (random.nextInt(60)) {
            case 0, 1 ->
                call("L7 deadline", GrpcBackend.FLOOD, new byte[] {0}, 5 + random.nextInt(50), 0, Integer.MAX_VALUE);
            case 2, 3 -> call("L7 cancelled", GrpcBackend.FLOOD, new byte[] {0}, 20_000, 0, 1 + random.nextInt(5));
            case 4 -> call("L7 slow reader", GrpcBackend.FLOOD, new byte[] {20}, 20_000, 20, Integer.MAX_VALUE);
            // The door resets it, but grpc-java tells nobody before all that came was read: it ends with its deadline.
            case 5 -> call("L7 reads nothing", GrpcBackend.FLOOD, new byte[] {0}, 5_000, -1, Integer.MAX_VALUE);
            case 6 -> {
                // Its connection breaks with the call in the middle, and the next call has another one.
                Thread breaking = Thread.ofVirtual().start(this::breakOff);
                call("L7 connection lost", GrpcBackend.FLOOD, new byte[] {0}, 20_000, 0, Integer.MAX_VALUE);
                breaking.join();
                channel = GrpcBackend.channel(door);
            }
            case 7, 8, 9, 10, 11, 12 ->
                call("L7 stream of 64 KiB", GrpcBackend.FLOOD, new byte[] {10}, 20_000, 0, Integer.MAX_VALUE);
            default -> {
                byte[] message = new byte[1 << random.nextInt(17)];
                random.nextBytes(message);
                call("L7 unary", GrpcBackend.ECHO, message, 20_000, 0, Integer.MAX_VALUE);
            }
        }
    }

    private void breakOff() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        channel.shutdownNow();
    }

    void close() {
        channel.shutdownNow();
    }

    /**
     * Makes a call.
     *
     * @param pauseMillis before each message is asked for; negative: none is
     * @param cancelAfter messages
     */
    private void call(
            String kind,
            MethodDescriptor<byte[], byte[]> method,
            byte[] message,
            long deadlineMillis,
            int pauseMillis,
            int cancelAfter)
            throws InterruptedException {
        tally.start();
        ClientCall<byte[], byte[]> call =
                channel.newCall(method, CallOptions.DEFAULT.withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS));
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger messages = new AtomicInteger();
        AtomicBoolean closed = new AtomicBoolean();
        boolean echo = method == GrpcBackend.ECHO;
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte @Nullable [] answer) {
                        if (echo && !Arrays.equals(answer, message)) {
                            tally.wrong();
                        }
                        if (messages.incrementAndGet() >= cancelAfter) {
                            call.cancel("seen enough", null);
                        }
                        pause(pauseMillis);
                        call.request(1);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        if (closed.getAndSet(true) || echo && status.isOk() && messages.get() != 1) {
                            tally.wrong();
                        }
                        tally.end(kind, status.getCode().name());
                        over.countDown();
                    }
                },
                new Metadata());
        if (pauseMillis >= 0) {
            call.request(1);
        }
        call.sendMessage(message);
        call.halfClose();
        over.await();
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(Math.max(0, millis));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
