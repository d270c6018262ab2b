package sevenlayers.chassis.drain;

import java.time.Duration;

/** A part of the pod that takes part in a drain: a server, a proxy's data path. Called from one thread, in the order below. */
public interface Drainable {
    /**
     * Asks every peer to take its next call elsewhere: GOAWAY on every HTTP/2 connection, idle ones too. Calls under way go on, and a call
     * that crosses the GOAWAY on the wire is still served. Returns at once.
     */
    void goAway();

    /**
     * Waits until nothing is under way.
     *
     * @param atMost how long; then whatever is left is cut off
     * @return whether everything had ended by itself
     */
    boolean awaitIdle(Duration atMost) throws InterruptedException;
}
