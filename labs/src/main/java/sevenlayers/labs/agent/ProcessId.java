package sevenlayers.labs.agent;

import java.util.Optional;

/**
 * Which process it is: its number and when it started, because systems use numbers again.
 *
 * @param pid its number
 * @param startMillis when it started, in milliseconds since 1970
 */
public record ProcessId(long pid, long startMillis) {

    /** Systems count starts in ticks of 10 ms since they booted; asked twice, the answer may differ by one. */
    private static final long TOLERANCE_MILLIS = 20;

    public static ProcessId of(ProcessHandle process) {
        return new ProcessId(
                process.pid(),
                process.info()
                        .startInstant()
                        .map(java.time.Instant::toEpochMilli)
                        .orElse(0L));
    }

    /** The process, if it still runs and is the same one. */
    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> Math.abs(of(process).startMillis - startMillis) <= TOLERANCE_MILLIS);
    }
}
