package sevenlayers.client.load;

/** Says when the next call may start. All times are nanoseconds on one clock of the caller's. */
public sealed interface Pacer {

    /** {@link #waitNanos} until a call ends. */
    long UNTIL_A_CALL_ENDS = Long.MAX_VALUE;

    /** How long to wait before the next call, with so many under way: 0 for not at all, or {@link #UNTIL_A_CALL_ENDS}. */
    long waitNanos(long nowNanos, int underWay);

    /** Starts the next call: the moment from which its latency counts. */
    long start(long nowNanos);

    /** The load stood still for a reason of this client's own; what was meant to start in that time moves with it. */
    void postpone(long nanos);

    /**
     * A pacer that begins now.
     *
     * @param mostUnderWay calls under way at a time, however many are due; a due call that has to wait still counts from its moment
     */
    static Pacer of(Load load, int mostUnderWay, long nowNanos) {
        return switch (load) {
            case Load.Closed closed -> new Closed(Math.min(closed.concurrency(), mostUnderWay));
            case Load.Open open -> new Open(open.arrivals(), mostUnderWay, nowNanos);
        };
    }

    /** One starts when one ends. */
    final class Closed implements Pacer {
        private final int concurrency;

        Closed(int concurrency) {
            this.concurrency = concurrency;
        }

        @Override
        public long waitNanos(long nowNanos, int underWay) {
            return underWay < concurrency ? 0 : UNTIL_A_CALL_ENDS;
        }

        @Override
        public long start(long nowNanos) {
            return nowNanos;
        }

        @Override
        public void postpone(long nanos) {
            // Nothing is due at any certain moment.
        }
    }

    /** They start when they are due. */
    final class Open implements Pacer {
        private final Arrivals arrivals;
        private final int mostUnderWay;
        private long originNanos;
        private long nextNanos;

        Open(Arrivals arrivals, int mostUnderWay, long nowNanos) {
            this.arrivals = arrivals;
            this.mostUnderWay = mostUnderWay;
            originNanos = nowNanos;
            nextNanos = arrivals.nextNanos();
        }

        @Override
        public long waitNanos(long nowNanos, int underWay) {
            return underWay < mostUnderWay ? Math.max(0, originNanos + nextNanos - nowNanos) : UNTIL_A_CALL_ENDS;
        }

        @Override
        public long start(long nowNanos) {
            long meant = originNanos + nextNanos;
            nextNanos = arrivals.nextNanos();
            return meant;
        }

        @Override
        public void postpone(long nanos) {
            originNanos += nanos;
        }
    }
}
