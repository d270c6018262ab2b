package sevenlayers.handshake.application;

import sevenlayers.wire.Bytes;

/** One thing that a thread does; the next follows when it is done. */
public sealed interface Step {
    /** No limit to a portion, or to what is read. */
    int ALL = Integer.MAX_VALUE;

    /**
     * Writes so many bytes; done when all of it is in the send buffer.
     *
     * @param text these bytes; empty: those of the pattern
     * @param portion at most so many at a time; {@link #ALL}: as many as there is room for
     * @param everyNanos from one portion to the next
     * @param urgent whether the last byte is the end of urgent data
     */
    record Write(long bytes, Bytes text, int portion, long everyNanos, boolean urgent) implements Step {}

    /**
     * Reads so many bytes; done when it has, or at the end of the stream.
     *
     * @param bytes {@link Long#MAX_VALUE}: until the other end closes
     * @param echo whether it writes back what it reads
     */
    record Read(long bytes, int portion, long everyNanos, boolean echo) implements Step {}

    record Pause(long nanos) implements Step {}

    /** Waits until so much virtual time has passed since the run began. */
    record Until(long atNanos) implements Step {}

    /** Ends its own direction; reading goes on. */
    record ShutdownWrite() implements Step {}

    record Close() implements Step {}

    /** Closes with a reset. */
    record Abort() implements Step {}

    /** Waits until all that was written has been acknowledged. */
    record UntilAcknowledged() implements Step {}
}
