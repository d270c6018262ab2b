package sevenlayers.node.work;

/**
 * What one message of a call costs the backend, in this order: wait, compute, then answer or fail.
 *
 * @param delay how long to wait without holding the CPU
 * @param cpuMicros CPU time to spend, in microseconds: 0 to {@link #MAX_CPU_MICROS}
 * @param outcome how it ends
 */
public record Work(SeededDelay delay, long cpuMicros, Outcome outcome) {

    /** The most CPU time of one piece of work, in microseconds. */
    public static final long MAX_CPU_MICROS = 60_000_000;

    /** The most bytes of payload in one answer. */
    public static final int MAX_PAYLOAD_BYTES = 1 << 20;

    /** The longest message of a failure, in characters. */
    public static final int MAX_FAILURE_MESSAGE = 1024;

    /** How a piece of work ends. */
    public sealed interface Outcome {}

    /** With so many bytes of payload: 0 to {@link #MAX_PAYLOAD_BYTES}. */
    public record Answer(int payloadBytes) implements Outcome {}

    /** With a gRPC status: its code, 1 to 16, and its message. */
    public record Failure(int code, String message) implements Outcome {}
}
