package sevenlayers.labs.world.cluster;

import java.time.Duration;
import java.util.List;
import sevenlayers.labs.world.Layout;

/** A {@code kubectl port-forward} that is started again whenever it ends, until it is closed. */
final class Forward implements AutoCloseable {

    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final Thread thread;

    Forward(Kubectl kubectl, String target, int door, int port) {
        List<String> arguments = List.of("port-forward", "--address", Layout.HOST, target, door + ":" + port);
        this.thread = Thread.ofVirtual().name("door " + target).start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                kubectl.follow(arguments, _ -> {});
                try {
                    Thread.sleep(BETWEEN);
                } catch (InterruptedException _) {
                    return;
                }
            }
        });
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
