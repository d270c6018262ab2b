package sevenlayers.balancer.l7;

import sevenlayers.balancer.l7.Limits.ToBackend;

/**
 * When to ask a backend that has gone silent whether it is still there, and when to give it up. A process that is stopped still has a
 * kernel that acknowledges what TCP brings; only an answer at this layer proves that it lives.
 *
 * <p>gRPC servers count PINGs and hang up on a client that sends too many: by default one in five minutes is welcome, and two more are
 * forgiven, until the server sends HEADERS or DATA again (gRFC A8 and A9). So it asks at once when a request stays without any
 * sign of life, at most twice until the next response; after that, every five minutes.
 */
final class KeepAlive {
    /** What may come between two words from the backend without making it angry. */
    private static final int FORGIVEN = 2;

    private static final long WELCOME_NANOS = 301_000_000_000L;

    private final long pingAfter;
    private final long pingWithin;
    private long heard;
    private long waitingSince;
    private long asked;
    private int asks;
    private boolean unanswered;

    /** What to do now. */
    enum Action {
        /** All is well, or there is nothing to lose. */
        NOTHING,
        /** Send a PING. */
        ASK,
        /** It has not answered. */
        GIVE_UP
    }

    KeepAlive(ToBackend limits, long nowNanos) {
        heard = nowNanos;
        waitingSince = nowNanos;
        pingAfter = limits.pingAfter().toNanos();
        pingWithin = limits.pingWithin().toNanos();
    }

    /** Something came, whatever it is. */
    void heard(long nowNanos) {
        heard = nowNanos;
        unanswered = false;
    }

    /** HEADERS or DATA came: the backend has forgotten our PINGs. */
    void answered() {
        asks = 0;
    }

    /** A request goes out. */
    void sent(long nowNanos) {
        waitingSince = nowNanos;
    }

    /**
     * Decides.
     *
     * @param active whether requests are under way
     */
    Action look(long nowNanos, boolean active) {
        if (unanswered) {
            return nowNanos - asked >= pingWithin ? Action.GIVE_UP : Action.NOTHING;
        }
        boolean silent = nowNanos - Math.max(heard, waitingSince) >= pingAfter;
        boolean sentSinceAsked = asks == 0 || waitingSince > asked;
        if (!active || !silent || !(sentSinceAsked && asks < FORGIVEN || nowNanos - asked >= WELCOME_NANOS)) {
            return Action.NOTHING;
        }
        asks++;
        asked = nowNanos;
        unanswered = true;
        return Action.ASK;
    }
}
