package sevenlayers.balancer.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;

/** One client of the L4 door: sends, says that this was all, and expects everything back; or breaks off in the middle. */
final class L4Calls {
    private static final int LARGEST = 256 * 1024;

    private final InetSocketAddress door;
    private final Tally tally;
    private final Random random;

    L4Calls(InetSocketAddress door, Tally tally, long seed) {
        this.door = door;
        this.tally = tally;
        this.random = new Random(seed);
    }

    /** Makes one connection and waits for its end. */
    void one() throws InterruptedException {
        boolean reset = random.nextInt(5) == 0;
        byte[] sent = new byte[1 + random.nextInt(LARGEST)];
        random.nextBytes(sent);
        tally.start();
        String how;
        try (Socket socket = new Socket()) {
            socket.connect(door, 10_000);
            socket.setSoTimeout(20_000);
            Thread writer = Thread.ofVirtual().start(() -> write(socket, sent, reset));
            byte[] back = socket.getInputStream().readAllBytes();
            writer.join();
            how = back.length == sent.length ? "OK" : "cut off after a part";
            if (!Arrays.equals(back, 0, back.length, sent, 0, Math.min(back.length, sent.length))) {
                tally.wrong();
            }
        } catch (IOException e) {
            how = e.getClass().getSimpleName();
        }
        tally.end(reset ? "L4 reset" : "L4 half-close", how);
    }

    private static void write(Socket socket, byte[] bytes, boolean reset) {
        try {
            if (reset) {
                socket.getOutputStream().write(bytes, 0, bytes.length / 2);
                socket.setSoLinger(true, 0); // close(2) then sends RST
                socket.close();
            } else {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
            }
        } catch (IOException _) {
            // The reader sees it, too.
        }
    }
}
