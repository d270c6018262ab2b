package sevenlayers.node.connection;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The age of one connection: when to send GOAWAY, and when to close it although calls are in flight.
 *
 * <p>The maximum age varies by up to 10 % from connection to connection, as grpc-java's own does: clients that came together must not
 * come back together. The age of a connection that is open when the maximum age is turned counts from that moment: so turning the knob
 * closes nothing by itself, and an old connection gets as long as a new one to go.
 *
 * <p>Times are nanoseconds of one monotonic clock, which may wrap. Not safe for several threads: a connection has one event loop.
 */
public final class ConnectionAge {

    private static final double JITTER = 0.1;

    private final double stretch;
    private AgeLimits limits;
    private long countsFromNanos;
    private Stage stage = Stage.OPEN;
    private long toldNanos;

    private enum Stage {
        /** No GOAWAY was sent: the maximum age holds. */
        OPEN,
        /** GOAWAY was sent for age: the grace holds. */
        TOLD,
        /** It goes for a reason that is not its age, or was closed: no limit holds. */
        LEFT_ALONE
    }

    /** What to do now. */
    public sealed interface Step {}

    /** Nothing before this time has passed, in nanoseconds from now. */
    public record Wait(long nanos) implements Step {}

    /** Nothing until the limits change. */
    public record Rest() implements Step {}

    /** Send GOAWAY: calls on the connection finish, new ones need another. */
    public record TellToGo() implements Step {}

    /** Close the connection: the grace is over. */
    public record Close() implements Step {}

    /** A connection accepted at this time under these limits. */
    public ConnectionAge(long openedNanos, AgeLimits limits, RandomGenerator random) {
        this.countsFromNanos = openedNanos;
        this.limits = limits;
        this.stretch = random.nextDouble(1 - JITTER, 1 + JITTER);
    }

    /** The limits were turned. Those of before hold no longer. */
    public void turn(AgeLimits turned, long nowNanos) {
        if (turned.maxAgeMillis() != limits.maxAgeMillis()) {
            countsFromNanos = nowNanos;
        }
        limits = turned;
    }

    /** It goes for another reason: neither age nor grace hold any longer. */
    public void leaveAlone() {
        stage = Stage.LEFT_ALONE;
    }

    /** What to do at this time. {@link TellToGo} and {@link Close} are said once; ask again after the first. */
    public Step step(long nowNanos) {
        return switch (stage) {
            case OPEN -> stepOpen(nowNanos);
            case TOLD -> stepTold(nowNanos);
            case LEFT_ALONE -> new Rest();
        };
    }

    private Step stepOpen(long nowNanos) {
        if (limits.maxAgeMillis() == 0) {
            return new Rest();
        }
        long left = countsFromNanos + allowedNanos() - nowNanos;
        if (left > 0) {
            return new Wait(left);
        }
        stage = Stage.TOLD;
        toldNanos = nowNanos;
        return new TellToGo();
    }

    private Step stepTold(long nowNanos) {
        if (limits.graceMillis() == 0) {
            return new Rest();
        }
        long left = toldNanos + TimeUnit.MILLISECONDS.toNanos(limits.graceMillis()) - nowNanos;
        if (left > 0) {
            return new Wait(left);
        }
        stage = Stage.LEFT_ALONE;
        return new Close();
    }

    /** The age that this very connection may reach under the limits of now, in nanoseconds. */
    public long allowedNanos() {
        return Math.round(TimeUnit.MILLISECONDS.toNanos(limits.maxAgeMillis()) * stretch);
    }
}
