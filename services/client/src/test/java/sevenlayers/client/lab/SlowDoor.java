package sevenlayers.client.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A TCP relay that accepts at once and passes nothing on until it is opened: a pod that takes its time to answer the handshake. */
public final class SlowDoor implements AutoCloseable {

    private final ServerSocket door;
    private final int behind;
    private final List<Socket> guests = new CopyOnWriteArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);

    public SlowDoor(int behind) {
        this.behind = behind;
        try {
            door = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    public void open() {
        open.countDown();
    }

    /** Cuts every connection, as when a pod is killed, and takes no more. */
    public void cut() {
        try {
            door.close();
            for (Socket guest : guests) {
                guest.setSoLinger(true, 0); // RST
                guest.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket guest = door.accept();
                guests.add(guest);
                Thread.ofVirtual().start(() -> relay(guest));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private void relay(Socket guest) {
        try (guest) {
            open.await();
            try (Socket host = new Socket(InetAddress.getLoopbackAddress(), behind)) {
                Thread back = Thread.ofVirtual().start(() -> pump(host, guest));
                pump(guest, host);
                back.join();
            }
        } catch (IOException | InterruptedException ended) {
            // The end of one connection.
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException ended) {
            // The end of one direction.
        }
    }
}
