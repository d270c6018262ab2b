package sevenlayers.node.connection;

/**
 * Why one connection ends, told from what was seen on it. The first reason stays: once a connection was told to go for its age, it is
 * its age that ended it, whichever end closes the socket and however.
 *
 * <p>Not safe for several threads: a connection has one event loop.
 */
public final class Ending {

    /** What the debug data of a GOAWAY for age says; grpc-java's own maximum age says the same. */
    public static final String MAX_AGE = "max_age";

    private static final Reason PEER_CLOSED = new Reason(Cause.PEER, "the other end closed it");

    private Reason reason = PEER_CLOSED;
    private boolean goAwaySent;

    /**
     * A cause and its words.
     *
     * @param cause the cause
     * @param detail a phrase for people
     */
    public record Reason(Cause cause, String detail) {}

    /**
     * GOAWAY is being sent. A graceful end sends two (RFC 9113 §6.8).
     *
     * @param errorCode HTTP/2 error code; 0 is NO_ERROR
     * @param errorName its name, as in PROTOCOL_ERROR
     * @param debugData what the GOAWAY says besides
     * @return whether this is the first
     */
    public boolean sendsGoAway(long errorCode, String errorName, String debugData) {
        boolean first = !goAwaySent;
        goAwaySent = true;
        if (errorCode != 0) {
            settle(Cause.ERROR, debugData.isEmpty() ? errorName : errorName + ": " + debugData);
        } else if (debugData.equals(MAX_AGE)) {
            settle(Cause.AGE, "GOAWAY NO_ERROR " + MAX_AGE);
        } else {
            settle(Cause.DRAIN, "GOAWAY NO_ERROR " + debugData);
        }
        return first;
    }

    /** The other end said GOAWAY: its leaving is no surprise. */
    public void receivesGoAway(long errorCode, String errorName, String debugData) {
        String words = debugData.isEmpty() ? errorName : errorName + " " + debugData;
        if (errorCode == 0) {
            settle(Cause.PEER, "the other end sent GOAWAY " + words);
        } else {
            settle(Cause.ERROR, "the other end sent GOAWAY " + words);
        }
    }

    /** Reading or writing failed. */
    public void fails(String why) {
        settle(Cause.ERROR, why);
    }

    /** The grace is over and the connection is being closed with so many calls in flight. */
    public void graceEnds(int calls) {
        reason = new Reason(
                Cause.AGE, "the grace passed with " + calls + (calls == 1 ? " call" : " calls") + " in flight");
    }

    /** The pod closes it without a GOAWAY of its own. */
    public void closesHere() {
        settle(Cause.DRAIN, "the pod closed it");
    }

    /** The reason as far as it is known. */
    public Reason reason() {
        return reason;
    }

    private void settle(Cause cause, String detail) {
        if (reason.equals(PEER_CLOSED)) {
            reason = new Reason(cause, detail);
        }
    }
}
