package sevenlayers.handshake.tcp;

import java.util.Arrays;
import sevenlayers.handshake.tcp.rule.Rule;

/** Which timers run, and until when. Their host keeps the clock. */
final class Timers {
    static final long OFF = -1;

    private final long[] at = new long[TcpTimer.values().length];
    private final TcpEffects effects;
    private int running;

    Timers(TcpEffects effects) {
        this.effects = effects;
        Arrays.fill(at, OFF);
    }

    void arm(TcpTimer timer, long atNanos, Rule rule) {
        running |= 1 << timer.ordinal();
        at[timer.ordinal()] = atNanos;
        effects.timerArmed(timer, atNanos, rule);
    }

    void cancel(TcpTimer timer, Rule rule) {
        if (isRunning(timer)) {
            clear(timer);
            effects.timerCancelled(timer, rule);
        }
    }

    void cancelAll(Rule rule) {
        for (TcpTimer timer : TcpTimer.values()) {
            cancel(timer, rule);
        }
    }

    boolean isRunning(TcpTimer timer) {
        return (running & 1 << timer.ordinal()) != 0;
    }

    long at(TcpTimer timer) {
        return at[timer.ordinal()];
    }

    private void clear(TcpTimer timer) {
        running &= ~(1 << timer.ordinal());
        at[timer.ordinal()] = OFF;
    }

    /** Whether its time has come: a timer that was armed anew or cancelled meanwhile does not count. */
    boolean expires(TcpTimer timer, long nowNanos) {
        if (!isRunning(timer) || at(timer) > nowNanos) {
            return false;
        }
        clear(timer);
        return true;
    }
}
