package sevenlayers.crypto;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import sevenlayers.crypto.key.Keyring;

/** Drops the secrets of versions whose time has come, be they asked for or not. */
final class Sweeper implements AutoCloseable {
    private static final int SECONDS = 1;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("key-sweeper").unstarted(task));

    Sweeper(Keyring keys) {
        timer.scheduleWithFixedDelay(keys::sweep, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
