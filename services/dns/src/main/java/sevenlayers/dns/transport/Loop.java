package sevenlayers.dns.transport;

import java.time.Duration;

/** A thread that does one thing after another, and things for later. What runs on one loop needs no lock. */
public interface Loop {
    /** Does this soon: after what is there already, never within the call. From any thread. */
    void execute(Runnable task);

    /** Does this once that much time has passed. From any thread. */
    Timer after(Duration delay, Runnable task);

    /** Something for later. */
    interface Timer {
        /** It will not be done, unless it has been. */
        void cancel();
    }
}
