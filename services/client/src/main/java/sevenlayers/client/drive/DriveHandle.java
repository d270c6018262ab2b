package sevenlayers.client.drive;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What other threads may tell a drive, from before it has begun until after it has ended. */
public final class DriveHandle {

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

    /** The reader has room again. */
    public void readerReady() {
        signals.add(Signal.Word.READER_READY);
    }

    /** Stops the load at once. */
    public void cancel() {
        signals.add(Signal.Word.CANCEL);
    }

    BlockingQueue<Signal> signals() {
        return signals;
    }
}
