package sevenlayers.client.report;

/**
 * One call that ended, as far as counting goes.
 *
 * @param channel       the channel that made it, from 1
 * @param status        the status's name, as in {@code OK}
 * @param pod           who answered; empty if nobody did
 * @param podConnection the number that the pod gave to the connection; 0 if nobody answered
 * @param clientAddress this client's end of the connection; empty if the call never reached one
 * @param dialedAddress the end that was dialled; empty likewise
 * @param startedNanos  when it started (in an open loop: was meant to), on any clock that the drive keeps to
 * @param endedNanos    when it ended, on the same clock
 */
public record Ended(
        int channel,
        String status,
        String pod,
        long podConnection,
        String clientAddress,
        String dialedAddress,
        long startedNanos,
        long endedNanos) {

    /** Time from start to end, in microseconds. */
    public long latencyMicros() {
        return (endedNanos - startedNanos) / 1_000;
    }
}
