package sevenlayers.handshake.tcp.recovery;

import org.jspecify.annotations.Nullable;
import sevenlayers.handshake.tcp.rule.Rule;

/** Finds out from acknowledgments which segments are lost. A timeout finds the rest, whatever is chosen here. */
public interface LossDetection {
    /** Three: how many duplicates make a loss (RFC 5681 §3.2). */
    int DUPLICATE_THRESHOLD = 3;

    /** What has arrived. */
    interface Heard {
        /** Duplicate ACKs in a row. */
        int duplicateAcks();

        /** Whether this ACK acknowledged some but not all of what was outstanding when recovery began. */
        boolean partialAck();

        /** The largest segment, in bytes. */
        int smss();

        long nowNanos();

        /** The smoothed round-trip time; 0: not measured yet. */
        long smoothedRttNanos();

        /** Whether this ACK reports something as having arrived twice (D-SACK, RFC 2883). */
        boolean duplicateReported();

        /** SND.UNA */
        int unacknowledged();

        /** SND.NXT */
        int next();
    }

    /** As it is asked for. */
    String name();

    /** Marks what is lost, and returns the rule by which; null where nothing more is. */
    @Nullable
    Rule detect(SentQueue sent, Heard heard);

    /** A segment has arrived: acknowledged, or selectively so. */
    default void delivered(SentSegment segment, long nowNanos, long shortestRttNanos) {}

    /** What was lost has been repaired, or was not lost at all. */
    default void recovered() {}

    /** How long until time alone makes a loss, in nanoseconds from now; 0: it never will. */
    default long reorderingTimeoutNanos() {
        return 0;
    }

    /** Whether it is told apart which segments have arrived, so that only these leave the pipe. */
    boolean usesSack();
}
