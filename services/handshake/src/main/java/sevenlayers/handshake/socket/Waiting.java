package sevenlayers.handshake.socket;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.time.Scheduler;
import sevenlayers.handshake.time.Timer;

/** The calls that wait. Whenever there is news each is tried again, in the order in which they were made. */
final class Waiting {
    /** Far beyond every virtual day. */
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final Scheduler scheduler;
    private final List<Call> calls = new ArrayList<>();
    private boolean trying;
    private boolean again;

    Waiting(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** One call: {@code attempt} gives null as long as it has to wait. */
    private static final class Call extends Timer {
        private final Waiting waiting;
        private final TcpSocket of;
        private final Supplier<@Nullable CallResult> attempt;
        private final Supplier<CallResult> late;
        private final Consumer<CallResult> completion;

        private Call(
                Waiting waiting,
                TcpSocket of,
                Supplier<@Nullable CallResult> attempt,
                Supplier<CallResult> late,
                Consumer<CallResult> completion) {
            this.waiting = waiting;
            this.of = of;
            this.attempt = attempt;
            this.late = late;
            this.completion = completion;
        }

        @Override
        protected void fire() {
            waiting.complete(this, late.get());
        }
    }

    int count() {
        return calls.size();
    }

    /**
     * Waits until {@code attempt} gives something.
     *
     * @param atMostNanos 0: for ever
     * @param late what it returns when this time is over
     */
    void until(
            TcpSocket of,
            Supplier<@Nullable CallResult> attempt,
            long atMostNanos,
            Supplier<CallResult> late,
            Consumer<CallResult> completion) {
        Call call = new Call(this, of, attempt, late, completion);
        calls.add(call);
        if (atMostNanos > 0 && atMostNanos < FOR_EVER - scheduler.nowNanos()) {
            scheduler.arm(call, scheduler.nowNanos() + atMostNanos);
        }
    }

    /** There is news. */
    void news() {
        if (trying) {
            again = true; // of a call's own doing: all are tried once more, for one may make another possible
            return;
        }
        trying = true;
        try {
            do {
                again = false;
                for (Call call : List.copyOf(calls)) {
                    CallResult result = calls.contains(call) ? call.attempt.get() : null;
                    if (result != null) {
                        complete(call, result);
                    }
                }
            } while (again);
        } finally {
            trying = false;
        }
    }

    /** The descriptor is gone: what waits on it does so in vain. */
    void closed(TcpSocket socket) {
        for (Call call : List.copyOf(calls)) {
            if (call.of == socket) {
                complete(call, new CallResult.Failed(Errno.EBADF, "The descriptor was closed while the call waited."));
            }
        }
    }

    private void complete(Call call, CallResult result) {
        if (calls.remove(call)) {
            scheduler.cancel(call);
            call.completion.accept(result);
        }
    }
}
