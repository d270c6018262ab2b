package sevenlayers.node.work;

/**
 * Does the work of one call, message by message, on the caller's thread.
 *
 * <p>The draws go on from one message to the next while the messages ask for the same seeded delay: a stream sees a distribution, not
 * its first draw again and again.
 */
public final class Worker {

    private final Cpu cpu;
    private final Cancellation cancellation;
    private Waits waits = new Waits(SeededDelay.NONE);
    private int together;

    /** For one call, which this cancellation ends early. */
    public Worker(Cpu cpu, Cancellation cancellation) {
        this.cpu = cpu;
        this.cancellation = cancellation;
    }

    /**
     * Waits, computes, and says how it ends.
     *
     * @throws java.util.concurrent.CancellationException as soon as the call is cancelled
     */
    public Work.Outcome perform(Work work) {
        if (!waits.source().equals(work.delay())) {
            waits = new Waits(work.delay());
        }
        cancellation.pause(waits.next());
        together = cpu.burn(work.cpuMicros(), cancellation);
        return work.outcome();
    }

    /** While it computed last: the most pieces of work of all calls, this one included, that were on a core at the same moment. */
    public int together() {
        return together;
    }
}
